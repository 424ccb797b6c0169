import type { Role } from '../auth/index.js';
import type { OpeningHours } from '../departments/index.js';

/** Everybody of the demo signs in with it; it is printed at every start. */
export const DEMO_PASSWORD = 'harbour lights 1907';

export const HOTEL = {
  name: 'Hotel Aurora',
  timeZone: 'Europe/Lisbon',
  country: 'PT',
  languages: ['en', 'pt-BR', 'es'],
};

export type DepartmentKey = 'reception' | 'housekeeping' | 'restaurant' | 'spa';
export type StaffKey = 'helena' | 'duarte' | 'tomas' | 'beatriz' | 'carmen' | 'ines';

export interface DemoDepartment {
  key: DepartmentKey;
  names: { en: string; 'pt-BR': string; es: string };
  hours: OpeningHours | null;
  outsideHours: 'queue' | 'auto-reply';
  /** said outside the hours, by language */
  autoReply: Record<string, string>;
}

function daily(from: string, to: string): OpeningHours {
  const span: [string, string][] = [[from, to]];
  return { weekly: { mon: span, tue: span, wed: span, thu: span, fri: span, sat: span, sun: span } };
}

/** In the menu's order; the first one is the front desk. */
export const DEPARTMENTS: readonly DemoDepartment[] = [
  {
    key: 'reception',
    names: { en: 'Reception', 'pt-BR': 'Recepção', es: 'Recepción' },
    hours: null,
    outsideHours: 'queue',
    autoReply: {},
  },
  {
    key: 'housekeeping',
    names: { en: 'Housekeeping', 'pt-BR': 'Governança', es: 'Limpieza' },
    hours: daily('07:00', '23:00'),
    outsideHours: 'queue',
    autoReply: {},
  },
  {
    key: 'restaurant',
    names: { en: 'Restaurant', 'pt-BR': 'Restaurante', es: 'Restaurante' },
    hours: daily('07:00', '23:30'),
    outsideHours: 'queue',
    autoReply: {},
  },
  {
    key: 'spa',
    names: { en: 'Spa', 'pt-BR': 'Spa', es: 'Spa' },
    hours: daily('10:00', '20:00'),
    outsideHours: 'auto-reply',
    autoReply: {
      en: 'The spa is closed right now: it is open every day from 10:00 to 20:00, and answers you first thing.',
      'pt-BR': 'O spa está fechado agora: abre todos os dias das 10h às 20h e responde assim que abrir.',
      es: 'El spa está cerrado ahora: abre todos los días de 10:00 a 20:00 y le responderá en cuanto abra.',
    },
  },
];

export interface DemoStaff {
  key: StaffKey;
  name: string;
  role: Role;
  departments: DepartmentKey[];
}

/** The first one founds the hotel. */
export const STAFF: readonly DemoStaff[] = [
  { key: 'helena', name: 'Helena Marques', role: 'admin', departments: ['reception'] },
  { key: 'duarte', name: 'Duarte Pinto', role: 'manager', departments: ['reception', 'housekeeping'] },
  { key: 'tomas', name: 'Tomás Reis', role: 'agent', departments: ['housekeeping'] },
  { key: 'beatriz', name: 'Beatriz Lima', role: 'agent', departments: ['reception'] },
  { key: 'carmen', name: 'Carmen Ortega', role: 'agent', departments: ['restaurant', 'spa'] },
  { key: 'ines', name: 'Inês Carvalho', role: 'viewer', departments: ['reception', 'spa'] },
];

export function emailOf(key: StaffKey): string {
  return `${key}@aurora.example`;
}

/** Who sees a department's conversations (null: everybody sees what nobody has claimed). */
export function readersOf(department: DepartmentKey | null): StaffKey[] {
  return STAFF.filter(
    ({ role, departments }) => department === null || role === 'admin' || departments.includes(department),
  ).map(({ key }) => key);
}

export function departmentOf(key: DepartmentKey): DemoDepartment {
  const department = DEPARTMENTS.find((one) => one.key === key);
  if (!department) throw new Error(`${key} is no department of the demo`);
  return department;
}
