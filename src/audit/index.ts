export { Audit, type Actor, type AuditEntry } from './audit.js';
export { AuditModule } from './audit.module.js';
