export { MetaCloudAdapter, type MetaCloudOptions } from './meta-cloud.adapter.js';
export { buildMessage, type MessageBody } from './builder.js';
export { MessageInvalid } from './checked.js';
export { graphBase } from './graph.js';
