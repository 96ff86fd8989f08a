import { expect, test } from 'vitest';
import { dayMs, hourMs } from '../../testing/durations.ts';
import {
  disabled,
  entrySettings,
  firstStep,
  lifecycleRecord,
  noon,
  type ObservationOverrides,
  observation,
  openTransaction,
} from '../../testing/observation.ts';
import { tagKeys } from '../model/observation.ts';
import { decide } from './decide.ts';

const keys = tagKeys('account-');

function decision(differing: ObservationOverrides) {
  const { rule, action } = decide(observation(differing), keys);
  return { rule, action };
}

const assigning = (begin: 'on-boarding') => ({
  do: 'enter',
  state: 'assigned',
  set: { 'cost-center': 'blue', 'account-holder': 'alice@example.com' },
  unset: [],
  tell: ['CreatedAccount'],
  begin,
});

const building = (purpose: string, tell: string[], more: object) => ({
  do: 'build',
  purpose,
  attempt: 1,
  set: {},
  tell,
  ...more,
});

const arriving = (tell: string[], more: object = {}) => ({ do: 'arrive', tell, ...more });

const entering = (state: string, tell: string[], more: object = {}) => ({
  do: 'enter',
  state,
  set: {},
  unset: [],
  tell,
  ...more,
});

test.for<[string, ObservationOverrides, { rule: string; action: object }]>([
  [
    'an account without a state is assigned',
    {},
    { rule: 'new-account', action: assigning('on-boarding') },
  ],
  [
    'a vanilla account is assigned',
    { state: 'vanilla' },
    { rule: 'vanilla', action: assigning('on-boarding') },
  ],
  [
    'an assigned account is prepared',
    { state: 'assigned', transaction: openTransaction('on-boarding'), work: lifecycleRecord() },
    { rule: 'prepare', action: building('preparation', ['AssignedAccount'], {}) },
  ],
  [
    'an account that an operator assigned is prepared, and a transaction begins',
    { state: 'assigned' },
    {
      rule: 'prepare',
      action: building('preparation', ['AssignedAccount'], { begin: 'on-boarding' }),
    },
  ],
  [
    'an assigned account whose tags drifted is tagged when it is prepared',
    {
      state: 'assigned',
      tags: { 'cost-center': 'red' },
      work: lifecycleRecord({ state: 'assigned' }),
    },
    {
      rule: 'prepare',
      action: building('preparation', [], { set: { 'cost-center': 'blue' }, begin: 'on-boarding' }),
    },
  ],
  [
    'an account without preparation is published as assigned before it is released',
    {
      state: 'assigned',
      item: entrySettings({ preparation: disabled }),
      transaction: openTransaction('on-boarding'),
      work: lifecycleRecord(),
    },
    { rule: 'straight-release', action: arriving(['AssignedAccount']) },
  ],
  [
    'an assigned account without preparation is released, after its state is recorded',
    {
      state: 'assigned',
      item: entrySettings({ preparation: disabled }),
      transaction: openTransaction('on-boarding'),
      work: lifecycleRecord({ state: 'assigned' }),
    },
    { rule: 'straight-release', action: entering('released', []) },
  ],
  [
    'an account that an operator assigned begins a transaction before it is released',
    { state: 'assigned', item: entrySettings({ preparation: disabled }) },
    {
      rule: 'straight-release',
      action: arriving(['AssignedAccount'], { begin: 'on-boarding' }),
    },
  ],
  [
    'a prepared account is released',
    {
      state: 'assigned',
      transaction: openTransaction('on-boarding'),
      work: lifecycleRecord({ state: 'assigned', step: firstStep('preparation') }),
      build: { id: 'Spa:preparation', status: 'SUCCEEDED' },
    },
    { rule: 'prepared', action: entering('released', ['PreparedAccount']) },
  ],
  [
    'a build that succeeds late has succeeded',
    {
      state: 'assigned',
      transaction: openTransaction('on-boarding'),
      work: lifecycleRecord({
        state: 'assigned',
        step: firstStep('preparation'),
        deadline: noon - hourMs,
      }),
      build: { id: 'Spa:preparation', status: 'SUCCEEDED' },
    },
    { rule: 'prepared', action: entering('released', ['PreparedAccount']) },
  ],
  [
    'a released account ends its transaction',
    {
      state: 'released',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'assigned' }),
    },
    { rule: 'released', action: { do: 'finish', tell: ['ReleasedAccount'] } },
  ],
  [
    'an account that an operator released is published',
    { state: 'released', cause: 'operator' },
    { rule: 'released', action: { do: 'finish', tell: ['ReleasedAccount'] } },
  ],
  [
    'a released account is not changed',
    { state: 'released' },
    { rule: 'settled', action: { do: 'wait' } },
  ],
  [
    'a released account is expired when the window is open',
    { state: 'released', cause: 'window' },
    { rule: 'window', action: entering('expired', [], { begin: 'maintenance' }) },
  ],
  [
    'an account in transition is not expired when the window is open',
    {
      state: 'assigned',
      cause: 'window',
      transaction: openTransaction('on-boarding'),
      work: lifecycleRecord({ state: 'assigned', step: firstStep('preparation') }),
      build: { id: 'Spa:preparation', status: 'IN_PROGRESS' },
    },
    { rule: 'build-runs', action: { do: 'wait', until: noon + 2 * hourMs } },
  ],
  [
    'an expired account is purged',
    { state: 'expired', transaction: openTransaction('maintenance'), work: lifecycleRecord() },
    { rule: 'purge', action: building('purge', ['ExpiredAccount'], {}) },
  ],
  [
    'an account that an operator expired is purged, and a transaction begins',
    { state: 'expired' },
    { rule: 'purge', action: building('purge', ['ExpiredAccount'], { begin: 'maintenance' }) },
  ],
  [
    'an account without purge is published as expired before it is assigned',
    {
      state: 'expired',
      item: entrySettings({ purge: disabled }),
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord(),
    },
    { rule: 'straight-assignment', action: arriving(['ExpiredAccount']) },
  ],
  [
    'an expired account without purge is assigned, after its state is recorded',
    {
      state: 'expired',
      item: entrySettings({ purge: disabled }),
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'expired' }),
    },
    { rule: 'straight-assignment', action: entering('assigned', []) },
  ],
  [
    'a released account with an unfinished record is expired when the window is open',
    { state: 'released', work: lifecycleRecord({ errors: 1 }), cause: 'window' },
    { rule: 'window', action: entering('expired', [], { begin: 'maintenance' }) },
  ],
  [
    'a purged account is assigned',
    {
      state: 'expired',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'expired', step: firstStep('purge') }),
      build: { id: 'Spa:purge', status: 'SUCCEEDED' },
    },
    { rule: 'purged', action: entering('assigned', ['PurgedAccount']) },
  ],
  [
    'a purge that succeeds does not release an account that was assigned meanwhile',
    {
      state: 'assigned',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'expired', step: firstStep('purge') }),
      build: { id: 'Spa:purge', status: 'SUCCEEDED' },
    },
    { rule: 'prepare', action: building('preparation', ['AssignedAccount'], {}) },
  ],
  [
    'an event that an interrupted worker did not publish is published: the purge',
    {
      state: 'assigned',
      interrupted: true,
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'expired', step: firstStep('purge') }),
    },
    { rule: 'prepare', action: building('preparation', ['PurgedAccount', 'AssignedAccount'], {}) },
  ],
  [
    'an event that an interrupted worker did not publish is published: the creation',
    { state: 'assigned', interrupted: true },
    {
      rule: 'prepare',
      action: building('preparation', ['CreatedAccount', 'AssignedAccount'], {
        begin: 'on-boarding',
      }),
    },
  ],
  [
    'an event that an interrupted worker did not publish is published: the preparation',
    {
      state: 'released',
      interrupted: true,
      transaction: openTransaction('on-boarding'),
      work: lifecycleRecord({ state: 'assigned', step: firstStep('preparation') }),
    },
    { rule: 'released', action: { do: 'finish', tell: ['PreparedAccount', 'ReleasedAccount'] } },
  ],
  [
    'a failed build is reported first',
    {
      state: 'expired',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'expired', step: firstStep('purge') }),
      build: { id: 'Spa:purge', status: 'FAILED' },
    },
    { rule: 'build-failed', action: { do: 'report-build', purpose: 'purge', status: 'FAILED' } },
  ],
  [
    'a failed build that was reported is retried once',
    {
      state: 'expired',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'expired', step: { ...firstStep('purge'), reported: true } }),
      build: { id: 'Spa:purge', status: 'STOPPED' },
    },
    {
      rule: 'build-again',
      action: { do: 'build', purpose: 'purge', attempt: 2, set: {}, tell: [] },
    },
  ],
  [
    'a second failure ends the transaction, to be retried the next day',
    {
      state: 'expired',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({
        state: 'expired',
        step: { ...firstStep('purge', 2), reported: true },
      }),
      build: { id: 'Spa:purge', status: 'TIMED_OUT' },
    },
    {
      rule: 'build-failed',
      action: {
        do: 'fail',
        reason: 'purge ended with TIMED_OUT, 2 times',
        retryAt: noon + dayMs,
      },
    },
  ],
  [
    'a third transaction that fails is retried after four days',
    {
      state: 'assigned',
      transaction: openTransaction('on-boarding'),
      work: lifecycleRecord({
        state: 'assigned',
        step: { ...firstStep('preparation', 2), reported: true },
        failures: 2,
      }),
      build: { id: 'Spa:preparation', status: 'FAULT' },
    },
    {
      rule: 'build-failed',
      action: {
        do: 'fail',
        reason: 'preparation ended with FAULT, 2 times',
        retryAt: noon + 4 * dayMs,
      },
    },
  ],
  [
    'a build that AWS lost is retried once',
    {
      state: 'assigned',
      transaction: openTransaction('on-boarding'),
      work: lifecycleRecord({ state: 'assigned', step: firstStep('preparation') }),
      build: { id: 'Spa:preparation', status: 'LOST' },
    },
    {
      rule: 'build-again',
      action: { do: 'build', purpose: 'preparation', attempt: 2, set: {}, tell: [] },
    },
  ],
  [
    'a build that still runs after the deadline is published',
    {
      state: 'expired',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'expired', step: firstStep('purge'), deadline: noon }),
      build: { id: 'Spa:purge', status: 'IN_PROGRESS' },
    },
    { rule: 'build-late', action: { do: 'report-late', purpose: 'purge' } },
  ],
  [
    'a build that was published as late is waited for, until CodeBuild ends it',
    {
      state: 'expired',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({
        state: 'expired',
        step: { ...firstStep('purge'), late: true },
        deadline: noon,
      }),
      build: { id: 'Spa:purge', status: 'IN_PROGRESS' },
    },
    { rule: 'build-runs', action: { do: 'wait', until: noon + 15 * hourMs } },
  ],
  [
    'a build that succeeds after the deadline counts',
    {
      state: 'expired',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({ state: 'expired', step: firstStep('purge'), deadline: noon - dayMs }),
      build: { id: 'Spa:purge', status: 'SUCCEEDED' },
    },
    { rule: 'purged', action: entering('assigned', ['PurgedAccount']) },
  ],
  [
    'a build that could not start before the deadline ends the transaction, with the reason',
    {
      state: 'expired',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({
        state: 'expired',
        deadline: noon,
        waitingFor: 'no build can start now',
      }),
    },
    {
      rule: 'overdue',
      action: {
        do: 'fail',
        reason: 'deadline exceeded before the purge could start: no build can start now',
        retryAt: noon + dayMs,
      },
    },
  ],
  [
    'an unknown state is published',
    { state: 'Released' },
    { rule: 'unknown-state', action: { do: 'report-state', state: 'Released' } },
  ],
  [
    'an unknown state is published once',
    { state: 'Released', work: lifecycleRecord({ unknownState: 'Released' }) },
    { rule: 'unknown-state', action: { do: 'wait' } },
  ],
  [
    'a build ends its transaction although the state was set to an unknown value meanwhile',
    {
      state: 'Released',
      transaction: openTransaction('maintenance'),
      work: lifecycleRecord({
        state: 'expired',
        step: firstStep('purge'),
        unknownState: 'Released',
      }),
      build: { id: 'Spa:purge', status: 'SUCCEEDED' },
    },
    { rule: 'purged', action: entering('assigned', ['PurgedAccount']) },
  ],
  [
    'a failed transaction is not retried before its time',
    { state: 'expired', work: failed(noon + hourMs) },
    { rule: 'failed-before', action: { do: 'wait', until: noon + hourMs } },
  ],
  [
    'a failed transaction is retried when its retry time has passed',
    { state: 'expired', cause: 'sweep', work: failed(noon) },
    { rule: 'purge', action: building('purge', [], { begin: 'maintenance' }) },
  ],
  [
    'a failed transaction is retried when an operator requests it',
    { state: 'expired', cause: 'operator', work: failed(noon + hourMs) },
    { rule: 'purge', action: building('purge', [], { begin: 'maintenance' }) },
  ],
  [
    'a released account that was moved to where its tags are correct is not changed',
    { state: 'released', cause: 'moved' },
    { rule: 'settled', action: { do: 'wait' } },
  ],
  [
    'a released account that was moved to where the settings differ is on-boarded',
    { state: 'released', cause: 'moved', tags: { 'account-holder': 'alice@example.com' } },
    { rule: 'moved', action: assigning('on-boarding') },
  ],
  [
    'the sweep corrects the tags of a released account that drifted',
    { state: 'released', cause: 'sweep', tags: { 'cost-center': 'red' } },
    { rule: 'drifted', action: { do: 'retag', set: { 'cost-center': 'blue' } } },
  ],
  [
    'the record of a suspended account is deleted',
    { state: 'expired', account: { active: false }, work: lifecycleRecord() },
    { rule: 'not-active', action: { do: 'forget' } },
  ],
  [
    'an account that no settings entry matches is ignored',
    { state: 'expired', item: undefined },
    { rule: 'not-managed', action: { do: 'wait' } },
  ],
])('%s', ([, observation, expected]) => {
  expect(decision(observation)).toEqual(expected);
});

function failed(deadline: number) {
  return lifecycleRecord({
    state: 'expired',
    deadline,
    failures: 1,
    failed: { at: noon - dayMs, reason: 'purge ended with FAILED, 2 times' },
  });
}

test('an existing holder tag is kept, and tags to unset are removed only if they exist', () => {
  const { action } = decide(
    observation({
      tags: { 'account-holder': 'bob@example.com', CostCenter: 'old', 'account-state': 'vanilla' },
      item: entrySettings({ unsetTags: ['CostCenter', 'absent', 'account-state', 'cost-center'] }),
    }),
    keys,
  );

  expect(action).toMatchObject({
    set: { 'cost-center': 'blue', 'account-holder': 'bob@example.com' },
    unset: ['CostCenter'],
  });
});
