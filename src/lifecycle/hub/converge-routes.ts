/** Creates rules on the automation account's bus from the table of routes: each calls the function of its name. */

import type { Lifecycle } from '../lifecycle.ts';
import { routes } from '../routes/routes.ts';
import { functionName } from './names.ts';
import { routeFacts } from './route-facts.ts';

/** `arnOf` returns the ARN of a function by its name. */
export async function convergeRoutes(
  lifecycle: Lifecycle,
  arnOf: (functionName: string) => string,
): Promise<void> {
  const events = lifecycle.inHub('events');
  for (const { name, on } of routes(routeFacts(lifecycle))) {
    // A queue or a request invokes its function without a rule.
    if ('queue' in on || 'http' in on) continue;
    const Name = functionName(lifecycle, name);
    const when =
      'pattern' in on
        ? { EventPattern: JSON.stringify(on.pattern) }
        : { ScheduleExpression: on.schedule };
    await events.call('PutRule', { Name, ...when, State: 'ENABLED' });
    await events.call('PutTargets', {
      Rule: Name,
      Targets: [{ Id: 'Function', Arn: arnOf(Name) }],
    });
  }
}
