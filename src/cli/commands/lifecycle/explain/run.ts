/** `flotilla lifecycle explain`: why an account is in its state, and what happens next. */

import { explain } from '../../../../lifecycle/engine/explain.ts';
import type { RunOf } from '../../../define-command.ts';
import { withLifecycle } from '../open.ts';
import type { command } from './command.ts';
import { explanationView } from './view.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    context.print(await explain(lifecycle, options.account), explanationView);
    return undefined;
  });
