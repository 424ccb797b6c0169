export { GuestView, GuestPageView } from './guest.view.js';
export { GuestsModule } from './guests.module.js';
export { Guests } from './guests.service.js';
