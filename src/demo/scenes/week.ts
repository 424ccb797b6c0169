import { automation, guest, handover, note, staff, type Scene } from './scene.js';

/** What came to its end in the days before: closed by staff, or quiet for a day and expired. */
export const WEEK: readonly Scene[] = [
  {
    guest: 'kowalski',
    with: 'reception',
    begins: { day: -1, at: '08:12' },
    lines: [
      guest('bring the car round pls, ticket 88, Kowalski', 0),
      staff('beatriz', 'On its way, Mr Kowalski: it will be at the door in five minutes.', 2, { tick: 'read' }),
    ],
    closedBy: 'beatriz',
  },
  {
    guest: 'graca',
    with: 'reception',
    begins: { day: -2, at: '21:40' },
    lines: [
      guest('me acorda 4:50 por favor, quarto 610', 0),
      staff('beatriz', 'Combinado, dona Graça: ligamos às 4h50. Um táxi também?', 3, { tick: 'read' }),
      guest('não precisa, meu sobrinho vem buscar', 2),
      staff('beatriz', 'Ótimo. Boa noite e boa viagem!', 1, { tick: 'read', reaction: '❤️' }),
    ],
    closedBy: 'beatriz',
  },
  {
    guest: 'lucia',
    with: 'restaurant',
    begins: { day: -2, at: '18:05' },
    lines: [
      guest('mañana es el cumple de mi papá, se podrá una tarta con velas en la cena?', 0),
      staff('carmen', '¡Claro que sí! ¿De chocolate o de limón? ¿Y cuántas velas?', 6, { tick: 'read' }),
      guest('limón, y 70 jaja', 2),
      staff('carmen', 'Siete grandes, entonces 😄 A las 21:30 sale de la cocina.', 2, { tick: 'read', reaction: '😂' }),
    ],
    closedBy: 'carmen',
  },
  {
    guest: 'greta',
    with: 'restaurant',
    begins: { day: -2, at: '22:10' },
    lines: [
      guest('what time is brekfast till on sundays', 0),
      staff('carmen', 'Until 11:00 on Sundays, Ms Vogel, and coffee on the terrace until noon.', 4, { tick: 'read' }),
      note('carmen', 'Travel magazine. Keep her a table on the river side.', 1),
    ],
    closedBy: 'carmen',
  },
  {
    guest: 'anouk',
    with: 'housekeeping',
    begins: { day: -2, at: '16:32' },
    lines: [
      guest('knocked a glass of red wine on the carpet, so sorry, what do we do', 0),
      staff(
        'beatriz',
        'Please do nothing, it happens to all of us. A colleague comes with the right thing for it.',
        2,
        { tick: 'read' },
      ),
      handover('beatriz', 'reception', 'Red wine on the carpet of 316, she is in the room now.'),
      staff('tomas', 'Good afternoon! I am at your door in three minutes.', 3, { tick: 'read' }),
      note('tomas', 'Came out completely. Nothing to charge.', 35),
      guest('like new! thank you so much', 6, { reaction: '👍' }),
      staff('tomas', 'My pleasure.', 2, { tick: 'read' }),
    ],
    closedBy: 'tomas',
    assignee: 'tomas',
  },
  {
    guest: 'hugo',
    with: 'restaurant',
    begins: { day: -3, at: '11:20' },
    lines: [
      guest('queria jantar na varanda de vocês amanhã, só nós dois, mais pro cantinho se puder', 0),
      staff('carmen', 'O cantinho é de vocês, Hugo: amanhã às 20h30, mesa 14.', 9, { tick: 'read', reaction: '❤️' }),
    ],
    closedBy: 'carmen',
  },
  {
    guest: 'pablo',
    with: 'reception',
    begins: { day: -3, at: '12:02' },
    lines: [
      guest('factura a nombre de Grupo Almendro SL, CIF B12345674, por favor', 0),
      staff('beatriz', 'La tiene ya en su correo, señor Almendro. Que tenga buen viaje.', 12, { tick: 'read' }),
      guest('mil gracias, son unos cracks 🙌', 1),
      staff('beatriz', '¡A usted!', 2, { tick: 'read' }),
    ],
    closedBy: 'beatriz',
  },
  {
    guest: 'camila',
    with: 'reception',
    begins: { day: -4, at: '15:48' },
    lines: [
      guest('senha do wifi pfv', 0),
      staff('beatriz', 'Rede Aurora, senha rio-e-luz. Vale para a casa toda.', 2, { tick: 'read' }),
      guest('blz', 1),
      staff('beatriz', 'Boa estadia, Camila!', 2, { tick: 'read' }),
    ],
    closedBy: 'beatriz',
  },
  {
    guest: 'olivia',
    with: 'housekeeping',
    begins: { day: -2, at: '14:15' },
    lines: [
      guest(
        'Left my airpods either in the spa lockers or in the room (401)? checked out this morning. they have a green case',
        0,
      ),
      staff('tomas', 'Hello Ms Hart, I looked in 401 and found nothing. I am asking the spa.', 18, { tick: 'read' }),
      staff('tomas', 'The spa has them! Shall we keep them, or send them on?', 40, { tick: 'unconfirmed' }),
    ],
  },
  {
    guest: 'chloe',
    with: 'spa',
    begins: { day: -2, at: '21:40' },
    lines: [
      guest('when does the pool close', 0),
      automation('The spa is closed right now: it is open every day from 10:00 to 20:00, and answers you first thing.'),
      staff('carmen', 'Good morning! The pool is open from 10:00 to 20:00, and until 21:00 on Fridays.', 751, {
        tick: 'read',
      }),
    ],
  },
  {
    guest: 'tiago',
    with: 'housekeeping',
    begins: { day: -3, at: '09:25' },
    lines: [
      guest('lavam roupa ai? qual o prazo', 0),
      staff('tomas', 'Lavamos, sim! Entregue até as 10h e volta no mesmo dia às 19h.', 10, { tick: 'read' }),
    ],
  },
  {
    guest: 'valeria',
    with: 'reception',
    begins: { day: -4, at: '19:30' },
    lines: [
      guest('donde se come bien por aqui cerca que no sea para guiris?', 0),
      staff('beatriz', 'La Tasca da Rosa, a cuatro calles, donde comemos nosotros. ¿Le reservo para las 21:00?', 5, {
        tick: 'delivered',
      }),
    ],
  },
  {
    guest: 'ashworth',
    with: 'reception',
    begins: { day: -5, at: '10:04' },
    lines: [
      guest(
        'Hello, I’m writing about our stay (booking under Margaret Ashworth, four rooms). Mum is 84 and can manage a few steps but not a whole staircase, and Dad uses a chair when we go any distance, so ideally they’d be near the lift. Also it’s their 60th wedding anniversary on the Saturday and I wondered about a long table for about fourteen that evening. Sorry for the essay!! Thank you xx',
        0,
      ),
      staff(
        'duarte',
        'Dear Ms Ashworth, what a lovely reason to come. 104 and 105 are ground floor, by the lift, and yours. For the Saturday I have asked our restaurant.',
        45,
        {
          tick: 'read',
        },
      ),
      note('duarte', 'Carmen has the table for 14 at 18:30. Flowers from the house.', 30),
      staff('duarte', 'The long table is booked for 18:30.', 2, { tick: 'read', reaction: '❤️' }),
    ],
    assignee: 'duarte',
  },
  {
    guest: 'ingrid',
    with: null,
    begins: { day: -6, at: '20:11' },
    opened: 'unanswered',
    lines: [guest('oh sorry!! that was meant for my sister, ignore me 😂', 0)],
  },
];
