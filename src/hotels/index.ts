export { Founding, type Founded } from './founding.js';
export { SETTINGS_DEFAULTS, type ThresholdsView } from './hotel-settings.view.js';
export { HotelsModule } from './hotels.module.js';
export { SetupService } from './setup.service.js';
