import { guest, note, staff, type Scene } from './scene.js';

/** What is open right now: waiting, answered a while ago, and one in danger. */
export const TODAY: readonly Scene[] = [
  {
    guest: 'rafael',
    with: 'reception',
    begins: { minutesAgo: 3 },
    opened: { urgent: 'elevador parou' },
    lines: [guest('elevador parou com a gente dentro entre o 6 e o 7, tá muito quente e tem uma gestante', 0)],
  },
  {
    guest: 'whitcombe',
    with: 'reception',
    begins: { minutesAgo: 17 },
    lines: [
      guest(
        'OK I’ve been patient. Day 1 the room wasn’t ready until 5. Now the fan in the bathroom rattles all night, and this morning you’ve charged me for both rooms. Someone senior needs to phone me today, room 712, Whitcombe.',
        0,
      ),
      note(
        'beatriz',
        'Duarte, this one wants a call from you. I am checking the folio: 712 and 615 were both charged.',
        6,
      ),
    ],
    assignee: null,
  },
  {
    guest: 'camila',
    with: 'housekeeping',
    begins: { minutesAgo: 9 },
    lines: [guest('meu filho derrubou o café da manhã inteiro no lençol, desculpa 🙈 tem como trocar', 0)],
  },
  {
    guest: 'lucia',
    with: 'restaurant',
    begins: { minutesAgo: 75 },
    lines: [
      guest('dos hamburguesas y patatas a la 509 por favor', 0),
      staff('carmen', 'Enseguida, Lucía. Unos 30 minutos. ¿Algo de beber?', 4, { tick: 'read' }),
      guest('agua sin gas, gracias', 1),
      staff('carmen', 'Perfecto, va todo junto.', 2, { tick: 'read' }),
      guest('hace una hora que pedi las hamburguesas y nada... los niños llorando de hambre', 48),
    ],
  },
  {
    guest: 'jonas',
    with: null,
    begins: { minutesAgo: 5 },
    opened: 'unanswered',
    lines: [guest('hi', 0)],
  },
  {
    guest: 'noah',
    with: null,
    begins: { minutesAgo: 2 },
    opened: 'unanswered',
    lines: [guest('can we leave our cases with you after we check out? back around 6', 0)],
  },
  {
    guest: 'sofia',
    with: 'spa',
    begins: { minutesAgo: 26 },
    lines: [guest('tem horario pra masagem hj a tarde?', 0)],
  },
  {
    guest: 'mateo',
    with: 'housekeeping',
    begins: { minutesAgo: 52 },
    lines: [
      guest(
        'Hola buen día, nos retiraron las toallas usadas pero no dejaron otras, estamos en la 117 recién salidos del mar jaja',
        0,
      ),
      staff(
        'tomas',
        '¡Hola, Mateo! Mil disculpas. Cuatro toallas de baño y dos de playa van para la 117 ahora mismo.',
        5,
        {
          tick: 'delivered',
        },
      ),
    ],
  },
  {
    guest: 'villalobos',
    with: 'reception',
    begins: { minutesAgo: 95 },
    lines: [
      guest('mi vuelo se retraso llego tipo 2 am!! no me cancelen la reserva por favor 🙏 (Villalobos)', 0),
      staff(
        'beatriz',
        'No se preocupe, señor Villalobos: su habitación 315 le espera y hay recepción toda la noche. Buen viaje.',
        6,
        {
          tick: 'read',
          reaction: '🙏',
        },
      ),
    ],
  },
  {
    guest: 'haddad',
    with: 'restaurant',
    begins: { minutesAgo: 150 },
    lines: [
      guest('We were 2 for dinner, now its 5, sorry!! name Haddad 19:30', 0),
      staff(
        'carmen',
        'No problem at all, Mr Haddad. I have moved you to the round table by the window, 19:30 for five.',
        7,
        { tick: 'read' },
      ),
      guest('perfect, one of us is vegetarian', 3),
      staff('carmen', 'Noted, the chef knows. See you tonight!', 2, { tick: 'read' }),
    ],
  },
  {
    guest: 'adeyemi',
    with: 'reception',
    begins: { minutesAgo: 190 },
    lines: [
      guest('My colleague Mr Okoro has 210, could I be on the same floor as him? arriving tomorrow, ref AU-2244', 0),
      staff('beatriz', 'Good morning, Mr Adeyemi. Let me look at tomorrow’s second floor and come back to you.', 9, {
        tick: 'read',
      }),
      staff('beatriz', 'Done: you have 212, two doors down, from 15:00.', 25, { tick: 'failed' }),
    ],
  },
  {
    guest: 'lindqvist',
    with: 'spa',
    begins: { minutesAgo: 270 },
    lines: [
      guest('need to move my 11am facial, feeling rough. 233 Lindqvist', 0),
      staff('carmen', 'Of course, Ms Lindqvist. Tomorrow at 11 or at 16:30?', 8, { tick: 'read' }),
      guest('16:30 pls', 4),
      staff('carmen', '16:30 it is. Rest well, and tell us if tea would help.', 2, { tick: 'read', reaction: '❤️' }),
    ],
  },
  {
    guest: 'wanderley',
    with: 'reception',
    begins: { minutesAgo: 380 },
    lines: [
      guest(
        'oi é o Wanderley que falou com vcs semana passada sobre o casamento da minha sobrinha. então, mudou tudo de novo kkkk agora são 6 pessoas e nao 4, sendo que 2 chegam só no sabado. precisa fazer outra ou ajusta essa mesmo?',
        0,
      ),
      staff(
        'beatriz',
        'Oi, Wanderley! Ajusto essa mesma: três quartos, o terceiro a partir de sábado. Mando o resumo por e-mail ainda hoje.',
        20,
        {
          tick: 'sent',
        },
      ),
    ],
  },
  {
    guest: 'doyle',
    with: 'housekeeping',
    begins: { minutesAgo: 460 },
    lines: [
      guest(
        'I think I left my kindle under the pillow in 226, we left yesterday (Doyle). Could somebody have a look?',
        0,
      ),
      staff('tomas', 'Hello Ms Doyle, I am on my way up to look.', 11, { tick: 'read' }),
      staff('tomas', 'Found it, with its green cover. Shall we post it to the address in your booking?', 14, {
        tick: 'read',
      }),
      guest('you are stars, yes please!!', 5, { reaction: '❤️' }),
      staff('tomas', 'It leaves with tomorrow’s post.', 3, { tick: 'read' }),
    ],
  },
];
