export { RedisProcess as TestRedis } from '../../src/bench/redis-process.js';
