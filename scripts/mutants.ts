/**
 * Deliberate breakages of the life cycle, each of one place, and what has to catch them: a rehearsal of a small
 * organization, or a test file. `npm run test:mutants` checks that each is caught. A defect that went unnoticed is added
 * here, so that it cannot go unnoticed again.
 */

export interface Mutant {
  /** Below src/lifecycle. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** What the life cycle does wrong then. */
  readonly breaks: string;
  readonly caughtBy: RehearsalName | { readonly test: string };
}

/** Short rehearsals that hold without a mutant. Days: a Thursday to a Monday, with a window on Saturday. */
export const rehearsals = {
  calm: { args: ['--accounts', '16', '--days', '5', '--sweep-hours', '2'] },
  /** One day without a window: operators set one account to vanilla and one to expired. */
  'a day': { args: ['--accounts', '4', '--days', '1'] },
  /** No event arrives, so that sweeps have to do everything. */
  'events lost': {
    args: ['--accounts', '12', '--days', '5'],
    faults: 'faults: [{ event: {}, fault: { lose: true } }]',
  },
  /** Some builds fail once and are repeated, some fail twice. */
  'builds fail': {
    args: ['--accounts', '12', '--days', '6', '--sweep-hours', '2', '--fail-above', '60%'],
    faults: 'faults: [{ build: {}, probability: 0.3, fault: { fail: true } }]',
  },
  /** Long enough that instances become too old. */
  'three weeks': { args: ['--accounts', '4', '--days', '19', '--sweep-hours', '6'] },
} as const satisfies Readonly<
  Record<string, { readonly args: readonly string[]; readonly faults?: string }>
>;

export type RehearsalName = keyof typeof rehearsals;

const decideTest = { test: 'src/lifecycle/engine/decide.test.ts' };
const purgePolicyTest = { test: 'src/lifecycle/purge/purge-policy.test.ts' };

export const mutants: readonly Mutant[] = [
  {
    file: 'engine/decide-build.ts',
    find: "if (item[path.purpose].feature === 'enabled') {",
    replace: "if (path.purpose !== 'purge' && item[path.purpose].feature === 'enabled') {",
    breaks: 'purges are skipped',
    caughtBy: 'calm',
  },
  {
    file: 'engine/decide-build.ts',
    find: "if (item[path.purpose].feature === 'enabled') {",
    replace: "if (path.purpose !== 'preparation' && item[path.purpose].feature === 'enabled') {",
    breaks: 'preparations are skipped',
    caughtBy: 'calm',
  },
  {
    file: 'engine/decide-build.ts',
    find: "if (status === 'SUCCEEDED') {",
    replace: "if (status !== 'IN_PROGRESS') {",
    breaks: 'a build that failed counts as success',
    caughtBy: 'builds fail',
  },
  {
    file: 'engine/decide-build.ts',
    find: "if (status === 'SUCCEEDED') {",
    replace: "if (status === 'SUCCEEDED' || status === 'IN_PROGRESS') {",
    breaks: 'a build that still runs counts as success',
    caughtBy: 'calm',
  },
  {
    file: 'engine/decide-build.ts',
    find: 'const maxAttempts = 2;',
    replace: 'const maxAttempts = 1;',
    breaks: 'a build that failed is not repeated',
    caughtBy: decideTest,
  },
  {
    file: 'engine/decide-build.ts',
    find: 'if (attempt >= maxAttempts || isOverdue(observation)) {',
    replace: 'if (isOverdue(observation)) {',
    breaks: 'a build that fails is repeated without end',
    caughtBy: decideTest,
  },
  {
    file: 'engine/decide-build.ts',
    find: 'return work !== undefined && work.failed === undefined && now >= work.deadline;',
    replace: 'return false;',
    breaks: 'no deadline is noticed',
    caughtBy: decideTest,
  },
  {
    file: 'engine/decide-build.ts',
    find: 'tell: [path.built] },',
    replace: 'tell: [] },',
    breaks: 'the end of a build is not published',
    caughtBy: decideTest,
  },
  {
    file: 'engine/decide.ts',
    find: "if (cause === 'window' && !expiredInWindow) return expire();",
    replace: '',
    breaks: 'a window expires no account',
    caughtBy: 'calm',
  },
  {
    file: 'engine/decide.ts',
    find: "if (cause === 'window' && !expiredInWindow) return expire();",
    replace: "if (cause === 'window') return expire();",
    breaks: 'a message that arrives twice expires an account twice',
    caughtBy: { test: 'src/rehearsal/account-messages.test.ts' },
  },
  {
    file: 'engine/decide.ts',
    find: "if (state === 'vanilla')",
    replace: "if (state === 'assigned')",
    breaks: 'an account that is set to vanilla is not assigned',
    caughtBy: 'calm',
  },
  {
    file: 'engine/decide.ts',
    find: 'if (state === undefined) {',
    replace: 'if (state === null) {',
    breaks: 'a new account without a state is ignored',
    caughtBy: decideTest,
  },
  {
    file: 'engine/decide.ts',
    find: "if (transaction) return finish(observation, 'the open transaction has succeeded');",
    replace: '',
    breaks: 'the success of a transaction is not recorded',
    caughtBy: decideTest,
  },
  {
    file: '../organization/tags-of-account.ts',
    find: "for (const { Key = '', Value = '' } of page.Tags ?? []) tags[Key] = Value;",
    replace: '',
    breaks: 'tags that are not read count as absent',
    caughtBy: 'a day',
  },
  {
    file: 'engine/observe.ts',
    find: 'work?.step && account.active',
    replace: 'false',
    breaks: 'the status of builds is not read',
    caughtBy: 'calm',
  },
  {
    file: 'engine/actions/enter.ts',
    find: 'const tags = { ...set, [keys.state]: state };',
    replace: 'const tags = { ...set };',
    breaks: 'the state is not written',
    caughtBy: 'a day',
  },
  {
    file: 'engine/actions/fail.ts',
    find: 'events: [exception(access, failed.label, failed.payload)],',
    replace: 'events: [],',
    breaks: 'a transaction that fails is not reported',
    caughtBy: { test: 'src/rehearsal/builds-that-fail.test.ts' },
  },
  {
    file: 'engine/actions/finish.ts',
    find: "await attachStatePolicies(access, before, 'released');",
    replace: '',
    breaks: 'a released account keeps the policies of the state before',
    caughtBy: { test: 'src/rehearsal/policies.test.ts' },
  },
  {
    file: 'engine/actions/build.ts',
    find: 'const step = { purpose, attempt, startedAt: access.now(), buildId };',
    replace: "const step = { purpose, attempt, startedAt: access.now(), buildId: 'x:y' };",
    breaks: 'another build is recorded than the one that was started',
    caughtBy: 'calm',
  },
  {
    file: 'builds/start-build.ts',
    find: 'interruptedAt - slackMs',
    replace: 'interruptedAt + slackMs',
    breaks: 'the build that a killed worker started is not found again',
    caughtBy: { test: 'src/rehearsal/kills.test.ts' },
  },
  {
    file: 'baseline/baseline.ts',
    find: '...item[purpose].variables,',
    replace: '',
    breaks: 'builds do not get the variables of the settings, and purge nothing',
    caughtBy: 'calm',
  },
  {
    file: 'store/transaction-store.ts',
    find: "ConditionExpression: 'attribute_not_exists(LeaseUntil) OR LeaseUntil < :now',",
    replace: "ConditionExpression: 'attribute_not_exists(LeaseUntil) OR LeaseUntil <> :now',",
    breaks: 'a lease is given to several workers',
    caughtBy: { test: 'src/rehearsal/leases.test.ts' },
  },
  {
    file: 'store/transaction-store.ts',
    find: 'updateOf(row, values, { now: clock.now(), removes: leaseAttributes })',
    replace: 'updateOf(row, values, { now: clock.now(), removes: [] })',
    breaks: 'leases are not returned',
    caughtBy: { test: 'src/rehearsal/leases.test.ts' },
  },
  {
    file: 'store/transaction-store.ts',
    find: '...(work && { work }),',
    replace: '',
    breaks: 'records are not read',
    caughtBy: 'calm',
  },
  {
    file: 'store/transaction-store.ts',
    find: 'const isOver = !row.work && !row.transaction;',
    replace: 'const isOver = false;',
    breaks: 'rows of transactions that have ended are kept',
    caughtBy: { test: 'src/rehearsal/scenarios.test.ts' },
  },
  {
    file: 'sweep/triage.ts',
    find: "return rests && !isReset ? undefined : 'open';",
    replace: "return rests || state !== 'released' ? undefined : 'open';",
    breaks: 'a sweep does not continue open transactions',
    caughtBy: 'events lost',
  },
  {
    file: 'sweep/triage.ts',
    find: "if (state !== 'released') return 'forgotten';",
    replace: '',
    breaks: 'a sweep does not find accounts that no event reported',
    caughtBy: 'events lost',
  },
  {
    file: 'windows/waves.ts',
    find: '{ from: tenth, to: accounts },',
    replace: '',
    breaks: 'the last wave of a window never comes',
    caughtBy: 'calm',
  },
  {
    file: 'windows/waves.ts',
    find: 'return failed >= 2 && failed > started * errorBudget;',
    replace: 'return false;',
    breaks: 'a window continues while most of its accounts fail',
    caughtBy: { test: 'src/lifecycle/windows/waves.test.ts' },
  },
  {
    file: 'windows/plan-windows.ts',
    find: 'const due = await this.#pending(before.accounts.slice(wave.from, wave.to));',
    replace: 'const due = await this.#pending(before.accounts.slice(wave.from + 1, wave.to));',
    breaks: 'a window leaves one account of each wave out',
    caughtBy: { test: 'src/rehearsal/windows.test.ts' },
  },
  {
    file: 'windows/plan-windows.ts',
    find: 'const begun = waves(accounts.length)[0]?.to ?? 0;',
    replace: 'const begun = 0;',
    breaks: 'the first wave of a window is not sent',
    caughtBy: { test: 'src/rehearsal/windows.test.ts' },
  },
  {
    file: 'windows/plan-windows.ts',
    find: '.filter((one) => this.#isReleased(one))',
    replace: '.filter((one) => !this.#isReleased(one))',
    breaks: 'a window takes the accounts that are not released',
    caughtBy: 'calm',
  },
  {
    file: 'engine/process-message.ts',
    find: 'const isOpen = window && !(await isStopped(lifecycle, window));',
    replace: 'const isOpen = window;',
    breaks: 'an account is expired by a window that was stopped',
    caughtBy: { test: 'src/rehearsal/windows.test.ts' },
  },
  {
    file: 'windows/open-windows.ts',
    find: 'export const windowMs = 24 * 3_600_000;',
    replace: 'export const windowMs = 1_000;',
    breaks: 'a window closes before its accounts are expired',
    caughtBy: 'calm',
  },
  {
    file: 'queue/send-messages.ts',
    find: 'batches.push(items.slice(at, at + batchSize));',
    replace: 'batches.push(items.slice(at + 1, at + batchSize));',
    breaks: 'one message of each batch is not sent',
    caughtBy: 'events lost',
  },
  {
    file: 'purge/evaluate.ts',
    find: "if (hasTag(resource, type, policy.exempt)) return { verdict: 'keep', because: 'exempt' };",
    replace: '',
    breaks: 'resources with the exemption tag are deleted',
    caughtBy: 'three weeks',
  },
  {
    file: 'purge/evaluate.ts',
    find: 'return madeAt + aged.hours * 3_600_000 <= now;',
    replace: 'return madeAt + aged.hours * 3_600_000 > now;',
    breaks: 'young resources are deleted, and old ones are kept',
    caughtBy: 'calm',
  },
  {
    file: 'purge/purge-policy.ts',
    find: 'hours: maximumAgeHours(MAXIMUM_AGE),',
    replace: 'hours: maximumAgeHours(MAXIMUM_AGE) / 60,',
    breaks: 'resources are deleted after a sixtieth of the maximum age',
    caughtBy: purgePolicyTest,
  },
  {
    file: 'purge/purge-policy.ts',
    find: 'protectedNames: [...alwaysProtected, ...ownNames, ...protectedNames(PROTECTED_NAMES)],',
    replace: 'protectedNames: [...alwaysProtected, ...ownNames],',
    breaks: 'names that the settings protect are deleted',
    caughtBy: purgePolicyTest,
  },
  {
    file: 'purge/filters.ts',
    find: 'function exempt({ exempt: { key, value } }: PurgePolicy, { hasTags }: NukeType) {',
    replace:
      'function exempt({ exempt: { key, value } }: PurgePolicy, { hasTags: _ }: NukeType, hasTags = false) {',
    breaks: 'the configuration of aws-nuke lacks the exemption tag',
    caughtBy: purgePolicyTest,
  },
];
