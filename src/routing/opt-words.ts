import { fold } from '../common/text.js';

const STOP = phrases(`
  stop, stop all, stopall, unsubscribe, opt out, optout, quit, end, remove me, stop messages, stop messaging me,
  stop the messages, stop sending messages, no more messages, do not message me, dont message me,
  parar, pare, sair, descadastrar, descadastre, cancelar inscricao, cancelar mensagens, nao quero mais mensagens,
  nao quero receber mensagens, nao me mandem mais mensagens, chega de mensagens, parar mensagens, remover,
  baja, alto, darme de baja, dar de baja, dame de baja, denme de baja, cancelar suscripcion, no mas mensajes,
  no me manden mas mensajes, no me envien mas mensajes, no quiero mas mensajes,
  stopp, abmelden, abbestellen, austragen, keine nachrichten mehr, keine weiteren nachrichten,
  arret, arreter, arretez, desabonner, me desabonner, desabonnez moi, desinscription, desinscrire, me desinscrire,
  stop pub, stop sms, plus de messages, ne plus recevoir de messages,
  cancellami, disiscrivi, disiscrivimi, annulla iscrizione, basta messaggi, niente piu messaggi,
  stoppen, afmelden, uitschrijven, geen berichten meer
`);

const START = phrases(`
  start, unstop, subscribe, resume, restart,
  iniciar, comecar, recomecar, inscrever, voltar a receber, comenzar, empezar, reanudar, alta, darme de alta,
  anmelden, starten, fortsetzen, commencer, demarrer, reprendre, inscrire, abonner,
  inizia, iniziare, riprendi, riprendere, iscrivimi, aanmelden, hervatten, beginnen
`);

/** Politeness around the word does not change it. "please stop" is one; "please stop by" is not. */
const POLITE =
  /\b(?:please|pls|plz|por favor|pf|pfv|porfa|bitte|svp|stp|s il vous plait|s il te plait|per favore|alstublieft|alsjeblieft|aub|thanks|thank you|obrigado|obrigada|gracias|danke|merci|grazie)\b/g;
const LONGEST = 80;

/** Whether the whole message asks to end, or to take up again, what is sent by itself. */
export function optOut(text: string): 'stop' | 'start' | null {
  if (text.length > LONGEST) return null;
  const said = plain(plain(fold(text).replaceAll("n't", 'nt')).replace(POLITE, ' '));
  if (STOP.has(said)) return 'stop';
  return START.has(said) ? 'start' : null;
}

function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

function phrases(list: string): ReadonlySet<string> {
  return new Set(list.split(',').map((phrase) => phrase.trim()));
}
