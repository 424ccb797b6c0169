export { Founding, type Founded } from './founding.js';
export { HotelsModule } from './hotels.module.js';
export { SetupService } from './setup.service.js';
