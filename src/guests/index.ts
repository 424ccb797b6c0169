export { GuestPageView } from './guest.view.js';
export { GuestsModule } from './guests.module.js';
export { GuestsRepository } from './guests.repository.js';
export { Guests } from './guests.service.js';
