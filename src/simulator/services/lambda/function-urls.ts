import { perWorld } from '../../world/service-state.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** Functions by the id in their URL. */
export const functionUrls = perWorld(() => new Map<string, LambdaFunction>());
