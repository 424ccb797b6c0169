export { WebhooksModule } from './webhooks.module.js';
export { WebhooksRoutes } from './webhooks.routes.js';
