import type { Scene } from './scene.js';
import { TODAY } from './today.js';
import { WEEK } from './week.js';

export type { Line, Moment, Scene, Tick } from './scene.js';

export const SCENES: readonly Scene[] = [...WEEK, ...TODAY];
