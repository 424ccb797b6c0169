export { OpsModule } from './ops.module.js';
export { ReadinessService } from './readiness.js';
