/** Targets of rules. */

import type { CallContext } from '../../service.ts';
import { eventsPage, findBus, findRule, invalid } from './find.ts';
import type { RuleTarget } from './state.ts';

interface TargetInput {
  readonly Rule: string;
  readonly EventBusName?: string;
  readonly Targets: readonly RuleTarget[];
  readonly Ids: readonly string[];
  readonly TargetArn: string;
  readonly NextToken?: string;
  readonly Limit?: number;
}

const maxTargets = 5;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function checkTarget({ Id, Input, Arn }: RuleTarget): void {
  if (!/^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12})?:.+$/.test(Arn)) {
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  try {
    if (Input !== undefined) JSON.parse(Input);
  } catch {
    throw invalid(`JSON syntax error in input for target ${Id}`);
  }
}

export const targetHandlers = {
  PutTargets: ({ Rule, EventBusName, Targets }: TargetInput, context: CallContext) => {
    const { targets } = findRule(context, Rule, EventBusName);
    const ids = new Set([...targets.keys(), ...Targets.map(({ Id }) => Id)]);
    if (ids.size > maxTargets)
      throw invalid('The requested resource exceeds the maximum number allowed.');
    for (const target of Targets) checkTarget(target);
    for (const target of Targets) targets.set(target.Id, target);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },

  RemoveTargets: ({ Rule, EventBusName, Ids }: TargetInput, context: CallContext) => {
    const { targets } = findRule(context, Rule, EventBusName);
    for (const id of Ids) targets.delete(id);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },

  ListTargetsByRule: (input: TargetInput, context: CallContext) => {
    const { targets } = findRule(context, input.Rule, input.EventBusName);
    const { items, token } = eventsPage(context, input, {
      scope: `targets ${input.EventBusName} ${input.Rule}`,
      items: [...targets.values()],
      key: ({ Id }) => Id,
    });
    return { Targets: items, ...token };
  },

  ListRuleNamesByTarget: (input: TargetInput, context: CallContext) => {
    const { rules } = findBus(context, input.EventBusName);
    const { items, token } = eventsPage(context, input, {
      scope: `names ${input.EventBusName} ${input.TargetArn}`,
      items: [...rules.values()].filter(({ targets }) =>
        [...targets.values()].some(({ Arn }) => Arn === input.TargetArn),
      ),
      key: ({ name }) => name,
    });
    return { RuleNames: items.map(({ name }) => name), ...token };
  },
};
