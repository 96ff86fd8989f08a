/** Corrects tags that drifted; the state stays. */

import { writeTags } from '../write-tags.ts';
import type { PerformAction } from './action.ts';

export const retag: PerformAction<'retag'> = async ({ lifecycle }, before, { set }) => ({
  observation: await writeTags(lifecycle, before, set, []),
  events: [],
});
