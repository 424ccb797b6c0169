export type Language = 'en' | 'pt-BR' | 'es';

export interface DemoStay {
  room: string | null;
  /** days from today */
  arrival: number;
  departure: number;
  reference: string;
  /** why, in the hotel's words */
  vip?: string;
}

export interface DemoGuest {
  key: string;
  name: string;
  phone: string;
  /** WhatsApp's own number, where it differs from the phone */
  waId?: string;
  locale: string;
  language: Language;
  stay: DemoStay | null;
}

type Row = [key: string, name: string, phone: string, locale: string, language: Language, stay: DemoStay | null];

function stay(room: string | null, arrival: number, departure: number, reference: string, vip?: string): DemoStay {
  return { room, arrival, departure, reference, ...(vip === undefined ? {} : { vip }) };
}

/** Nobody's numbers: of each country's mobile range, all but the last digits are zeros. */
const ROWS: readonly Row[] = [
  ['emily', 'Emily Carter', '+44 7400 000101', 'en-GB', 'en', stay('214', -1, 3, 'AU-2041')],
  ['ana', 'Ana Sousa', '+351 910 000 101', 'pt-PT', 'pt-BR', stay('412', 0, 4, 'AU-2207', 'eighth stay')],
  ['rafael', 'Rafael Nogueira', '+55 11 90000-0103', 'pt-BR', 'pt-BR', stay('705', -2, 2, 'AU-2033')],
  ['whitcombe', 'Margaret Whitcombe', '+44 7400 000104', 'en-GB', 'en', stay('712', -2, 3, 'AU-2029')],
  ['camila', 'Camila Brandão', '+55 31 99000-0105', 'pt-BR', 'pt-BR', stay('307', -4, 1, 'AU-1998')],
  ['lucia', 'Lucía Fernández', '+34 600 000 106', 'es-ES', 'es', stay('509', -3, 2, 'AU-2011')],
  ['jonas', 'Jonas Weber', '+49 171 3920007', 'de-DE', 'en', stay('118', 0, 3, 'AU-2210')],
  ['sofia', 'Sofia Almeida', '+351 930 000 108', 'pt-PT', 'pt-BR', stay('231', -1, 1, 'AU-2052')],
  ['noah', 'Noah Bennett', '+1 212 555 0109', 'en-US', 'en', stay('604', -3, 0, 'AU-2008')],
  ['doyle', 'Aoife Doyle', '+353 86 000 0110', 'en-IE', 'en', stay('226', -5, -1, 'AU-1974')],
  ['mateo', 'Mateo Ruiz', '+34 610 000 111', 'es-ES', 'es', stay('117', -1, 5, 'AU-2060')],
  ['haddad', 'Karim Haddad', '+33 6 10 00 01 12', 'fr-FR', 'en', stay('401', -2, 1, 'AU-2037')],
  ['lindqvist', 'Elsa Lindqvist', '+46 70 000 01 13', 'sv-SE', 'en', stay('233', -2, 2, 'AU-2040')],
  ['wanderley', 'Wanderley Toledo', '+55 21 99000-0114', 'pt-BR', 'pt-BR', stay(null, 5, 9, 'AU-2301')],
  ['villalobos', 'Andrés Villalobos', '+34 710 000 115', 'es-ES', 'es', stay('315', 0, 2, 'AU-2215')],
  ['adeyemi', 'Daniel Adeyemi', '+44 7400 000116', 'en-GB', 'en', stay('212', 1, 4, 'AU-2244')],
  ['olivia', 'Olivia Hart', '+1 305 555 0117', 'en-US', 'en', stay('401', -6, -2, 'AU-1951')],
  ['kowalski', 'Piotr Kowalski', '+48 600 000 118', 'pl-PL', 'en', stay('419', -4, -1, 'AU-1987')],
  [
    'greta',
    'Greta Vogel',
    '+49 171 3920019',
    'de-DE',
    'en',
    stay('520', -4, 2, 'AU-1990', 'writes for a travel magazine'),
  ],
  ['pablo', 'Pablo Almendro', '+34 600 000 120', 'es-ES', 'es', stay('102', -5, -3, 'AU-1963')],
  ['graca', 'Graça Toledo', '+55 11 90000-0121', 'pt-BR', 'pt-BR', stay('610', -3, -1, 'AU-2002')],
  ['anouk', 'Anouk Lefèvre', '+33 6 10 00 01 22', 'fr-FR', 'en', stay('316', -3, 1, 'AU-2014')],
  ['hugo', 'Hugo Martins', '+351 960 000 123', 'pt-PT', 'pt-BR', stay('204', -4, -1, 'AU-1985')],
  ['valeria', 'Valeria Quiroga', '+54 9 11 5000-0124', 'es-AR', 'es', stay('228', -6, -3, 'AU-1949')],
  [
    'ashworth',
    'Margaret Ashworth',
    '+44 7400 000125',
    'en-GB',
    'en',
    stay(null, 9, 12, 'AU-2330', 'diamond wedding on the Saturday'),
  ],
  ['tiago', 'Tiago Ferraz', '+351 910 000 126', 'pt-PT', 'pt-BR', stay('330', -5, -2, 'AU-1969')],
  ['chloe', 'Chloé Marchand', '+33 6 10 00 01 27', 'fr-FR', 'en', stay('121', -3, 2, 'AU-2019')],
  ['ingrid', 'Ingrid Bauer', '+49 171 3920028', 'de-DE', 'en', stay(null, 2, 6, 'AU-2251')],
  ['bruno', 'Bruno Costa', '+351 930 000 129', 'pt-PT', 'pt-BR', stay(null, 3, 5, 'AU-2266')],
  ['megan', 'Megan Lee', '+1 212 555 0130', 'en-US', 'en', stay(null, 1, 8, 'AU-2239', 'honeymoon')],
];

/** In Brazil WhatsApp may know a mobile without its 9: one guest all the same. */
const WA_IDS: Record<string, string> = { camila: '553190000105', wanderley: '5521990000114' };

export const GUESTS: readonly DemoGuest[] = ROWS.map(([key, name, phone, locale, language, booked]) => ({
  key,
  name,
  phone,
  locale,
  language,
  stay: booked,
  ...(WA_IDS[key] === undefined ? {} : { waId: WA_IDS[key] }),
}));
