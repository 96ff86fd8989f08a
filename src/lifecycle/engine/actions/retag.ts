/** Corrects tags that drifted; the state stays. */

import { writeTags } from '../write-tags.ts';
import type { PerformAction } from './action.ts';

export const retag: PerformAction<'retag'> = async ({ access }, before, { set }) => ({
  observation: await writeTags(access, before, set, []),
  events: [],
});
