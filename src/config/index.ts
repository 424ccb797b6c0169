export { Config, databaseIn, readConfig, type Bootstrap, type Purpose } from './config.js';
export { ConfigModule } from './config.module.js';
export { ConfigError, type Env } from './env-reader.js';
export type { DoorConfig } from './door-config.js';
export { QUEUE_NAMES, type QueueConfig, type QueueName } from './queue-config.js';
export { encryptionKeyOf, type SecretName } from './secrets.js';
