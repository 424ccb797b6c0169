export { MetaCloudSimulator, type About } from './meta-cloud.simulator.js';
export type { Receipts, SimOptions } from './number.js';
export type { GuestDetails, Sent, SimGuest } from './guest.js';
export type { SimMessage, SimStatus, SimTemplate } from './thread.js';
export type { SimAnswer, SimCall, SimEvent, SimRequest } from './http-types.js';
export type { Change, Delivery } from './webhooks.js';
