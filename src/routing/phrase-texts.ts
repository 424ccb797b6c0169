/**
 * Every sentence the desk says by itself. `{…}` is filled; a line of a button or row has the provider's
 * limit, which phrases.spec.ts holds for each language. French signs stand behind a space that does not break.
 */
export const PHRASE_KEYS = [
  'greeting', // {hotel}
  'choose',
  'chooseByNumber',
  'notUnderstood',
  'moreOfMenu',
  'openMenu', // button that opens the list
  'moreOptions', // last row of a full page
  'closedUntil', // {when}, under a row
  'connected', // {department}
  'connectedInstead', // {closed} {department}
  'closedOpens', // {department} {when}
  'closed', // {department}
  'handedOver',
  'handedOverUntil', // {when}
  'stopped',
  'resumed',
  'at', // {time}
  'tomorrowAt',
  'onDayAt', // {day} {time}
  'onDateAt',
] as const;
export type PhraseKey = (typeof PHRASE_KEYS)[number];
export type PhraseLanguage = 'en' | 'pt-BR' | 'es' | 'de' | 'fr' | 'it' | 'nl';

export const PHRASES: Readonly<Record<PhraseLanguage, Readonly<Record<PhraseKey, string>>>> = {
  en: {
    greeting: 'Welcome to {hotel}!',
    choose: 'Who would you like to talk to?',
    chooseByNumber: 'Who would you like to talk to? Just reply with the number.',
    notUnderstood: 'Sorry, we didn’t quite get that. Please choose one of these:',
    moreOfMenu: 'Here is more to choose from:',
    openMenu: 'Choose',
    moreOptions: 'More options',
    closedUntil: 'Opens {when}',
    connected: 'You are now writing with {department}. How can we help?',
    connectedInstead: '{closed} is closed right now – {department} will gladly help you. What can we do for you?',
    closedOpens:
      '{department} is closed right now and opens {when}. Tell us what you need – we will answer as soon as we are back.',
    closed: '{department} is closed right now. Tell us what you need – we will answer as soon as we are back.',
    handedOver: 'Thank you – a colleague will read this and answer you here.',
    handedOverUntil: 'Thank you – a colleague will read this and answer you here. We are back {when}.',
    stopped:
      'All right, no more automatic messages. Our team still reads what you write. To turn them on again, send START.',
    resumed: 'Welcome back! You will receive our automatic messages again.',
    at: 'at {time}',
    tomorrowAt: 'tomorrow at {time}',
    onDayAt: 'on {day} at {time}',
    onDateAt: 'on {day} at {time}',
  },
  'pt-BR': {
    greeting: 'Boas-vindas – {hotel}!',
    choose: 'Com quem você gostaria de falar?',
    chooseByNumber: 'Com quem você gostaria de falar? É só responder com o número.',
    notUnderstood: 'Desculpe, não entendemos bem. Por favor, escolha uma das opções:',
    moreOfMenu: 'Aqui estão mais opções:',
    openMenu: 'Escolher',
    moreOptions: 'Mais opções',
    closedUntil: 'Abre {when}',
    connected: 'Você está falando com: {department}. Como podemos ajudar?',
    connectedInstead: 'Fechado no momento: {closed}. Quem vai atender você é: {department}. Como podemos ajudar?',
    closedOpens:
      '{department}: fechado no momento, abre {when}. Conte do que você precisa – respondemos assim que voltarmos.',
    closed: '{department}: fechado no momento. Conte do que você precisa – respondemos assim que voltarmos.',
    handedOver: 'Obrigado! Alguém da nossa equipe vai ler e responder por aqui.',
    handedOverUntil: 'Obrigado! Alguém da nossa equipe vai ler e responder por aqui. Voltamos {when}.',
    stopped:
      'Tudo bem, chega de mensagens automáticas. Nossa equipe continua lendo o que você escreve. Para voltar a recebê-las, envie INICIAR.',
    resumed: 'Que bom ter você de volta! Você receberá de novo nossas mensagens automáticas.',
    at: 'às {time}',
    tomorrowAt: 'amanhã às {time}',
    onDayAt: '{day} às {time}',
    onDateAt: 'em {day} às {time}',
  },
  es: {
    greeting: '¡Le damos la bienvenida a {hotel}!',
    choose: '¿Con quién desea hablar?',
    chooseByNumber: '¿Con quién desea hablar? Responda simplemente con el número.',
    notUnderstood: 'Disculpe, no le hemos entendido bien. Por favor, elija una de estas opciones:',
    moreOfMenu: 'Aquí tiene más opciones:',
    openMenu: 'Elegir',
    moreOptions: 'Más opciones',
    closedUntil: 'Abre {when}',
    connected: 'Ahora habla con {department}. ¿En qué podemos ayudarle?',
    connectedInstead: '{closed}: cerrado en este momento. Le atiende con gusto {department}. ¿En qué podemos ayudarle?',
    closedOpens:
      '{department}: cerrado en este momento, abre {when}. Cuéntenos qué necesita y le responderemos en cuanto volvamos.',
    closed: '{department}: cerrado en este momento. Cuéntenos qué necesita y le responderemos en cuanto volvamos.',
    handedOver: 'Gracias. Una persona de nuestro equipo lo leerá y le responderá aquí.',
    handedOverUntil: 'Gracias. Una persona de nuestro equipo lo leerá y le responderá aquí. Volvemos {when}.',
    stopped:
      'De acuerdo, no recibirá más mensajes automáticos. Nuestro equipo sigue leyendo lo que escriba. Para activarlos de nuevo, envíe INICIAR.',
    resumed: '¡Qué bien tenerle de vuelta! Volverá a recibir nuestros mensajes automáticos.',
    at: 'a las {time}',
    tomorrowAt: 'mañana a las {time}',
    onDayAt: 'el {day} a las {time}',
    onDateAt: 'el {day} a las {time}',
  },
  de: {
    greeting: 'Herzlich willkommen – {hotel}!',
    choose: 'Mit wem möchten Sie schreiben?',
    chooseByNumber: 'Mit wem möchten Sie schreiben? Antworten Sie einfach mit der Nummer.',
    notUnderstood: 'Entschuldigung, das haben wir nicht ganz verstanden. Bitte wählen Sie aus:',
    moreOfMenu: 'Hier ist noch mehr zur Auswahl:',
    openMenu: 'Auswählen',
    moreOptions: 'Weitere Optionen',
    closedUntil: 'Öffnet {when}',
    connected: 'Sie schreiben jetzt mit: {department}. Wie können wir helfen?',
    connectedInstead: '{closed}: zurzeit geschlossen. Gerne hilft Ihnen: {department}. Was können wir für Sie tun?',
    closedOpens:
      '{department}: zurzeit geschlossen, öffnet {when}. Schreiben Sie uns, was Sie brauchen – wir antworten, sobald wir zurück sind.',
    closed:
      '{department}: zurzeit geschlossen. Schreiben Sie uns, was Sie brauchen – wir antworten, sobald wir zurück sind.',
    handedOver: 'Vielen Dank – jemand aus unserem Team liest das und antwortet Ihnen hier.',
    handedOverUntil:
      'Vielen Dank – jemand aus unserem Team liest das und antwortet Ihnen hier. Wir sind {when} zurück.',
    stopped:
      'In Ordnung, keine automatischen Nachrichten mehr. Unser Team liest weiterhin, was Sie schreiben. Mit START schalten Sie sie wieder ein.',
    resumed: 'Schön, dass Sie wieder da sind! Sie erhalten unsere automatischen Nachrichten wieder.',
    at: 'um {time} Uhr',
    tomorrowAt: 'morgen um {time} Uhr',
    onDayAt: 'am {day} um {time} Uhr',
    onDateAt: 'am {day} um {time} Uhr',
  },
  fr: {
    greeting: 'Bienvenue – {hotel}\u202F!',
    choose: 'À qui souhaitez-vous écrire\u202F?',
    chooseByNumber: 'À qui souhaitez-vous écrire\u202F? Répondez simplement par le numéro.',
    notUnderstood: 'Pardon, nous n’avons pas bien compris. Merci de choisir parmi ces options\u00A0:',
    moreOfMenu: 'Voici d’autres possibilités\u00A0:',
    openMenu: 'Choisir',
    moreOptions: 'Plus d’options',
    closedUntil: 'Ouvre {when}',
    connected: 'Vous écrivez maintenant à\u00A0: {department}. Comment pouvons-nous vous aider\u202F?',
    connectedInstead:
      '{closed}\u00A0: fermé en ce moment. {department} vous répond avec plaisir. Comment pouvons-nous vous aider\u202F?',
    closedOpens:
      '{department}\u00A0: fermé en ce moment, ouvre {when}. Dites-nous ce dont vous avez besoin, nous répondrons dès notre retour.',
    closed:
      '{department}\u00A0: fermé en ce moment. Dites-nous ce dont vous avez besoin, nous répondrons dès notre retour.',
    handedOver: 'Merci\u202F! Une personne de notre équipe va vous lire et vous répondre ici.',
    handedOverUntil:
      'Merci\u202F! Une personne de notre équipe va vous lire et vous répondre ici. Nous sommes de retour {when}.',
    stopped:
      'C’est noté\u00A0: plus de messages automatiques. Notre équipe lit toujours ce que vous écrivez. Pour les réactiver, envoyez START.',
    resumed: 'Ravis de vous retrouver\u202F! Vous recevrez de nouveau nos messages automatiques.',
    at: 'à {time}',
    tomorrowAt: 'demain à {time}',
    onDayAt: '{day} à {time}',
    onDateAt: 'le {day} à {time}',
  },
  it: {
    greeting: 'Un caro benvenuto – {hotel}!',
    choose: 'Con chi desidera parlare?',
    chooseByNumber: 'Con chi desidera parlare? Risponda semplicemente con il numero.',
    notUnderstood: 'Ci scusi, non abbiamo capito bene. Scelga per favore una di queste opzioni:',
    moreOfMenu: 'Ecco altre opzioni:',
    openMenu: 'Scegliere',
    moreOptions: 'Altre opzioni',
    closedUntil: 'Apre {when}',
    connected: 'Ora scrive con: {department}. Come possiamo aiutarla?',
    connectedInstead:
      '{closed}: chiuso in questo momento. Le risponde volentieri: {department}. Come possiamo aiutarla?',
    closedOpens:
      '{department}: chiuso in questo momento, apre {when}. Ci dica di cosa ha bisogno: risponderemo appena saremo di nuovo qui.',
    closed:
      '{department}: chiuso in questo momento. Ci dica di cosa ha bisogno: risponderemo appena saremo di nuovo qui.',
    handedOver: 'Grazie! Una persona del nostro team leggerà e le risponderà qui.',
    handedOverUntil: 'Grazie! Una persona del nostro team leggerà e le risponderà qui. Torniamo {when}.',
    stopped:
      'Va bene, niente più messaggi automatici. Il nostro team continua a leggere ciò che scrive. Per riattivarli, invii START.',
    resumed: 'Che piacere ritrovarla! Riceverà di nuovo i nostri messaggi automatici.',
    at: 'alle {time}',
    tomorrowAt: 'domani alle {time}',
    onDayAt: '{day} alle {time}',
    onDateAt: 'il {day} alle {time}',
  },
  nl: {
    greeting: 'Welkom bij {hotel}!',
    choose: 'Met wie wilt u schrijven?',
    chooseByNumber: 'Met wie wilt u schrijven? Antwoord gewoon met het nummer.',
    notUnderstood: 'Sorry, dat begrepen we niet helemaal. Kies alstublieft een van deze:',
    moreOfMenu: 'Hier is nog meer keuze:',
    openMenu: 'Kiezen',
    moreOptions: 'Meer opties',
    closedUntil: 'Opent {when}',
    connected: 'U schrijft nu met {department}. Hoe kunnen we helpen?',
    connectedInstead: '{closed} is nu gesloten – {department} helpt u graag. Wat kunnen we voor u doen?',
    closedOpens:
      '{department} is nu gesloten en opent {when}. Laat weten wat u nodig hebt – we antwoorden zodra we terug zijn.',
    closed: '{department} is nu gesloten. Laat weten wat u nodig hebt – we antwoorden zodra we terug zijn.',
    handedOver: 'Dank u wel – een collega leest dit en antwoordt u hier.',
    handedOverUntil: 'Dank u wel – een collega leest dit en antwoordt u hier. We zijn {when} terug.',
    stopped:
      'Goed, geen automatische berichten meer. Ons team leest nog steeds wat u schrijft. Stuur START om ze weer aan te zetten.',
    resumed: 'Fijn dat u er weer bent! U krijgt onze automatische berichten weer.',
    at: 'om {time}',
    tomorrowAt: 'morgen om {time}',
    onDayAt: '{day} om {time}',
    onDateAt: 'op {day} om {time}',
  },
};
