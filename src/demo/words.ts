import type { ListContent } from '../channels/index.js';
import { DEPARTMENTS, HOTEL, type DepartmentKey, type DemoDepartment } from './hotel.js';
import type { Language } from './guests.js';

/** What the desk had said by itself in the week before: the same sentences it says today. */
const WORDS: Record<Language, { greeting: string; choose: string; connected: (department: string) => string }> = {
  en: {
    greeting: `Welcome to ${HOTEL.name}!\n\nWho would you like to talk to?`,
    choose: 'Choose',
    connected: (department) => `You are now writing with ${department}. How can we help?`,
  },
  'pt-BR': {
    greeting: `Boas-vindas – ${HOTEL.name}!\n\nCom quem você gostaria de falar?`,
    choose: 'Escolher',
    connected: (department) => `Você está falando com: ${department}. Como podemos ajudar?`,
  },
  es: {
    greeting: `¡Le damos la bienvenida a ${HOTEL.name}!\n\n¿Con quién desea hablar?`,
    choose: 'Elegir',
    connected: (department) => `Ahora habla con ${department}. ¿En qué podemos ayudarle?`,
  },
};

export type DepartmentIds = Record<DepartmentKey, string>;

export interface MenuRow {
  id: string;
  title: string;
  departmentId: string;
}

export function menuRows(language: Language, ids: DepartmentIds): MenuRow[] {
  return DEPARTMENTS.map(({ key, names }) => ({
    id: `dept:${ids[key]}`,
    title: names[language],
    departmentId: ids[key],
  }));
}

export function menuContent(language: Language, ids: DepartmentIds): ListContent {
  const { greeting, choose } = WORDS[language];
  const rows = menuRows(language, ids).map(({ id, title }) => ({ id, title, description: null }));
  return { type: 'list', body: greeting, button: choose, sections: [{ title: null, rows }] };
}

export function connectedWords(language: Language, department: DemoDepartment): string {
  return WORDS[language].connected(department.names[language]);
}
