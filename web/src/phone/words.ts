/** What stands on a guest's phone, in the guest's language; English where there is no other. */
const en = {
  hotel: 'The hotel',
  message: 'Message',
  send: 'Send',
  choose: 'Choose',
  close: 'Close',
  react: 'React',
  noReaction: 'No reaction',
  today: 'Today',
  empty: 'Say hello to the hotel.',
  notSent: 'Not sent. Press to try again.',
  sending: 'on its way',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  image: 'Photo',
  video: 'Video',
  audio: 'Voice note',
  document: 'Document',
  sticker: 'Sticker',
  location: 'Location',
  contacts: 'Contact',
};
export type Words = typeof en;

const BY_LANGUAGE: Record<string, Words> = {
  en,
  pt: { hotel: 'O hotel', message: 'Mensagem', send: 'Enviar', choose: 'Escolher', close: 'Fechar', react: 'Reagir', noReaction: 'Sem reação', today: 'Hoje', empty: 'Diga olá ao hotel.', notSent: 'Não enviada. Toque para tentar de novo.', sending: 'a caminho', sent: 'enviada', delivered: 'entregue', read: 'lida', image: 'Foto', video: 'Vídeo', audio: 'Mensagem de voz', document: 'Documento', sticker: 'Figurinha', location: 'Localização', contacts: 'Contato' },
  de: { hotel: 'Das Hotel', message: 'Nachricht', send: 'Senden', choose: 'Wählen', close: 'Schließen', react: 'Reagieren', noReaction: 'Keine Reaktion', today: 'Heute', empty: 'Sag dem Hotel Hallo.', notSent: 'Nicht gesendet. Drücken für noch einen Versuch.', sending: 'unterwegs', sent: 'gesendet', delivered: 'zugestellt', read: 'gelesen', image: 'Foto', video: 'Video', audio: 'Sprachnachricht', document: 'Dokument', sticker: 'Sticker', location: 'Standort', contacts: 'Kontakt' },
  es: { hotel: 'El hotel', message: 'Mensaje', send: 'Enviar', choose: 'Elegir', close: 'Cerrar', react: 'Reaccionar', noReaction: 'Sin reacción', today: 'Hoy', empty: 'Saluda al hotel.', notSent: 'No enviado. Pulsa para intentarlo de nuevo.', sending: 'en camino', sent: 'enviado', delivered: 'entregado', read: 'leído', image: 'Foto', video: 'Vídeo', audio: 'Nota de voz', document: 'Documento', sticker: 'Sticker', location: 'Ubicación', contacts: 'Contacto' },
  fr: { hotel: 'L’hôtel', message: 'Message', send: 'Envoyer', choose: 'Choisir', close: 'Fermer', react: 'Réagir', noReaction: 'Sans réaction', today: 'Aujourd’hui', empty: 'Dites bonjour à l’hôtel.', notSent: 'Non envoyé. Touchez pour réessayer.', sending: 'en route', sent: 'envoyé', delivered: 'remis', read: 'lu', image: 'Photo', video: 'Vidéo', audio: 'Message vocal', document: 'Document', sticker: 'Autocollant', location: 'Position', contacts: 'Contact' },
};

export const wordsFor = (locale: string): Words => BY_LANGUAGE[locale.toLowerCase().split(/[-_]/u)[0] ?? 'en'] ?? en;

/** What stands beside the phone, for whoever tries the demo. */
const ASIDE = {
  en: { title: 'A guest’s phone', demo: 'Demo. Nothing leaves here.', whose: 'Whose phone?', desk: 'Open the desk', dark: 'Dark', light: 'Light', lost: 'Not connected. Trying again…', none: 'No guest has a phone yet.' },
  pt: { title: 'O telefone de um hóspede', demo: 'Demonstração. Nada sai daqui.', whose: 'Telefone de quem?', desk: 'Abrir a recepção', dark: 'Escuro', light: 'Claro', lost: 'Sem conexão. Tentando de novo…', none: 'Nenhum hóspede tem telefone ainda.' },
  de: { title: 'Das Telefon eines Gastes', demo: 'Vorführung. Nichts verlässt das Haus.', whose: 'Wessen Telefon?', desk: 'Den Empfang öffnen', dark: 'Dunkel', light: 'Hell', lost: 'Nicht verbunden. Neuer Versuch…', none: 'Noch hat kein Gast ein Telefon.' },
  es: { title: 'El teléfono de un huésped', demo: 'Demostración. Nada sale de aquí.', whose: '¿El teléfono de quién?', desk: 'Abrir la recepción', dark: 'Oscuro', light: 'Claro', lost: 'Sin conexión. Intentando de nuevo…', none: 'Ningún huésped tiene teléfono aún.' },
  fr: { title: 'Le téléphone d’un client', demo: 'Démonstration. Rien ne sort d’ici.', whose: 'Le téléphone de qui ?', desk: 'Ouvrir la réception', dark: 'Sombre', light: 'Clair', lost: 'Non connecté. Nouvel essai…', none: 'Aucun client n’a encore de téléphone.' },
};
export type Aside = (typeof ASIDE)['en'];
export function asideFor(languages: readonly string[]): Aside {
  for (const tag of languages) {
    const base = tag.toLowerCase().split('-')[0];
    if (base && base in ASIDE) return ASIDE[base as keyof typeof ASIDE];
  }
  return ASIDE.en;
}
