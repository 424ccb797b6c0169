export { DepartmentsModule } from './departments.module.js';
export { Departments } from './departments.service.js';
export { isOpen, opensNext, type OpeningHours } from './opening-hours.js';
export type { OutsideHours } from './outside-hours.js';
