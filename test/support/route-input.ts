import type { MenuState, RoutableDepartment, RouteInput } from '../../src/routing/route.types.js';

/** Saturday morning at Hotel Aurora, Lisbon. */
export const NOW = new Date('2026-11-21T09:00:00Z');

export const META: RouteInput['capabilities'] = {
  text: { max: 4096 },
  buttons: { max: 3, title: 20, id: 256, body: 1024 },
  list: { rows: 10, sections: 10, title: 24, description: 72, id: 200, button: 20, body: 4096 },
};
export const TEXT_ONLY: RouteInput['capabilities'] = { text: { max: 4096 }, buttons: null, list: null };

export function department(name: string, some: Partial<RoutableDepartment> = {}): RoutableDepartment {
  return {
    id: name.toLowerCase(),
    name,
    names: {},
    keywords: [],
    menuOrder: 0,
    inMenu: true,
    open: true,
    opensAt: null,
    outsideHours: 'queue',
    autoReply: {},
    ...some,
  };
}

export const reception = department('Reception', { menuOrder: 1, names: { 'pt-BR': 'Recepção', es: 'Recepción' } });
export const housekeeping = department('Housekeeping', {
  menuOrder: 2,
  names: { 'pt-BR': 'Governança', es: 'Limpieza' },
});
export const maintenance = department('Maintenance', { menuOrder: 3, names: { 'pt-BR': 'Manutenção' } });
export const spa = department('Spa', { menuOrder: 4 });
export const AURORA = [reception, housekeeping, maintenance, spa];

/** Departments 1 … n, for menus of any length. */
export function many(n: number): RoutableDepartment[] {
  return Array.from({ length: n }, (_, i) => department(`Department ${i + 1}`, { id: `d${i + 1}`, menuOrder: i }));
}

export function menuOf(departments: RoutableDepartment[], some: Partial<MenuState> = {}): MenuState {
  const options = departments.map(({ id, name }) => ({ id: `dept:${id}`, departmentId: id, title: name }));
  return { options, page: 0, misses: 0, offeredAt: NOW.toISOString(), ...some };
}

type Some = {
  [K in keyof RouteInput]?: RouteInput[K] extends Date | string | unknown[] ? RouteInput[K] : Partial<RouteInput[K]>;
};

/** Ana writes "hello" for the first time, unless said otherwise. */
export function situation(some: Some = {}): RouteInput {
  return {
    now: some.now ?? NOW,
    hotel: {
      name: 'Hotel Aurora',
      timeZone: 'Europe/Lisbon',
      languages: ['en', 'pt-BR', 'es'],
      frontDeskDepartmentId: 'reception',
      automation: true,
      ...some.hotel,
    },
    chat: { kind: 'person', optedOut: false, lateReplay: false, flood: 'no', ...some.chat },
    language: some.language ?? 'en',
    conversation: {
      type: 'general',
      departmentId: null,
      assigned: false,
      answeredByStaff: false,
      urgent: false,
      menu: null,
      ...some.conversation,
    },
    message: { direction: 'inbound', type: 'text', text: 'hello', choice: null, historical: false, ...some.message },
    departments: some.departments ?? AURORA,
    capabilities: { ...META, ...some.capabilities },
  };
}

export function presses(id: string, title = ''): Partial<RouteInput['message']> {
  return { type: 'choice', text: title, choice: { id, title } };
}
