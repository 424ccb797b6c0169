export { UsersModule } from './users.module.js';
export { Users } from './users.service.js';
