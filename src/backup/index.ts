export { BackupModule } from './backup.module.js';
export { backupBeforeUpdate } from './before-update.js';
export { makeBackup, type MadeBackup } from './make-backup.js';
export { restoreBackup, type Restored, type RestoreRequest } from './restore-backup.js';
