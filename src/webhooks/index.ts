export { Replay, type ReplayReport, type ReplayWish } from './replay.js';
export { ReviewActs } from './review-acts.js';
export { ReviewRepository } from './review.repository.js';
export { REVIEW_KINDS, type ReviewDetailView, type ReviewItemView } from './review.view.js';
export { WebhooksModule } from './webhooks.module.js';
export { WebhooksRoutes } from './webhooks.routes.js';
