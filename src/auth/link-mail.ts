import type { Mail } from '../mail/index.js';
import type { MadeLink } from './password-links.js';
import type { Employment } from './people.repository.js';

interface Words {
  subject: (hotel: string) => string;
  /** lines before the link */
  greeting: (name: string) => string;
  reason: (hotel: string) => string;
  /** lines after it */
  until: (time: string) => string;
  unasked: string;
}

type Kind = MadeLink['kind'];

const WORDS: Record<string, Record<Kind, Words>> = {
  en: both(
    (name) => `Hello ${name},`,
    (time) => `The link works once, until ${time}.`,
    {
      subject: (hotel) => `${hotel}: your place at the desk`,
      reason: (hotel) =>
        `${hotel} answers its guests with Bellhop and has made you an account. Choose your password here:`,
      unasked: 'If you do not know what this is about, you can leave this e-mail alone.',
    },
    {
      subject: (hotel) => `${hotel}: choose a new password`,
      reason: () => 'Here you choose a new password for Bellhop. It signs you out everywhere else:',
      unasked: 'If you did not ask for it, leave this e-mail alone: your password stays as it is.',
    },
  ),
  pt: both(
    (name) => `Olá, ${name}!`,
    (time) => `O link funciona uma única vez, até ${time}.`,
    {
      subject: (hotel) => `${hotel}: seu lugar na recepção`,
      reason: (hotel) =>
        `${hotel} responde aos hóspedes com o Bellhop e criou uma conta para você. Escolha sua senha aqui:`,
      unasked: 'Se você não sabe do que se trata, pode ignorar este e-mail.',
    },
    {
      subject: (hotel) => `${hotel}: escolha uma nova senha`,
      reason: () => 'Aqui você escolhe uma nova senha do Bellhop. Ela encerra suas outras sessões:',
      unasked: 'Se você não pediu, ignore este e-mail: sua senha continua a mesma.',
    },
  ),
  es: both(
    (name) => `Hola, ${name}:`,
    (time) => `El enlace funciona una sola vez, hasta el ${time}.`,
    {
      subject: (hotel) => `${hotel}: su puesto en la recepción`,
      reason: (hotel) =>
        `${hotel} responde a sus huéspedes con Bellhop y le ha creado una cuenta. Elija aquí su contraseña:`,
      unasked: 'Si no sabe de qué se trata, puede ignorar este correo.',
    },
    {
      subject: (hotel) => `${hotel}: elija una contraseña nueva`,
      reason: () => 'Aquí elige una contraseña nueva para Bellhop. Cierra sus demás sesiones:',
      unasked: 'Si no la ha pedido, ignore este correo: su contraseña sigue igual.',
    },
  ),
  de: both(
    (name) => `Guten Tag ${name},`,
    (time) => `Der Link gilt einmal, bis ${time}.`,
    {
      subject: (hotel) => `${hotel}: Ihr Platz am Empfang`,
      reason: (hotel) =>
        `${hotel} beantwortet Nachrichten seiner Gäste mit Bellhop und hat Ihnen ein Konto eingerichtet. Hier wählen Sie Ihr Passwort:`,
      unasked: 'Wenn Sie nicht wissen, worum es geht, lassen Sie diese E-Mail einfach liegen.',
    },
    {
      subject: (hotel) => `${hotel}: neues Passwort wählen`,
      reason: () => 'Hier wählen Sie ein neues Passwort für Bellhop. Überall sonst werden Sie damit abgemeldet:',
      unasked: 'Wenn Sie nicht darum gebeten haben, lassen Sie diese E-Mail liegen: Ihr Passwort bleibt, wie es ist.',
    },
  ),
  fr: both(
    (name) => `Bonjour ${name},`,
    (time) => `Le lien fonctionne une seule fois, jusqu’au ${time}.`,
    {
      subject: (hotel) => `${hotel} : votre place à la réception`,
      reason: (hotel) =>
        `${hotel} répond à ses clients avec Bellhop et vous a créé un compte. Choisissez votre mot de passe ici :`,
      unasked: 'Si vous ne savez pas de quoi il s’agit, ignorez cet e-mail.',
    },
    {
      subject: (hotel) => `${hotel} : choisissez un nouveau mot de passe`,
      reason: () => 'Choisissez ici un nouveau mot de passe pour Bellhop. Vos autres sessions seront fermées :',
      unasked: 'Si vous n’avez rien demandé, ignorez cet e-mail : votre mot de passe ne change pas.',
    },
  ),
};

type Addressee = Pick<Employment, 'hotelName' | 'userName' | 'language' | 'timeZone'>;

/** The e-mail that carries a link, in the person's language; English where there are no words for it. */
export function linkMail(to: string, { hotelName, userName, language, timeZone }: Addressee, link: MadeLink): Mail {
  const spoken = language.split('-', 1)[0] ?? '';
  const words = (WORDS[spoken] ?? WORDS['en'])?.[link.kind];
  if (words === undefined) throw new Error('There are no English words for an e-mail');
  const time = new Intl.DateTimeFormat(WORDS[spoken] === undefined ? 'en' : language, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  }).format(link.expiresAt);
  const lines = [words.greeting(userName), words.reason(hotelName), link.url, words.until(time), words.unasked];
  return { to, subject: words.subject(hotelName), text: `${lines.join('\n\n')}\n` };
}

type Own = Pick<Words, 'subject' | 'reason' | 'unasked'>;

function both(greeting: Words['greeting'], until: Words['until'], invitation: Own, reset: Own): Record<Kind, Words> {
  return { invitation: { greeting, until, ...invitation }, reset: { greeting, until, ...reset } };
}
