export { RoutingModule } from './routing.module.js';
export { routeAgain } from './routing.repository.js';
