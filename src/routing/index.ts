export { RoutingModule } from './routing.module.js';
export { routeAgain } from './route-again.js';
