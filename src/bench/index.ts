/** What other programs around a built desk take from here. */
export { connectNumber, signIn, type DeskApi } from './desk-api.js';
export { startDeskProcess, type DeskProcess } from './desk-process.js';
export { RedisProcess } from './redis-process.js';
