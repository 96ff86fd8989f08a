import { describe, expect, test } from 'vitest';
import type { ServiceInput } from '../../../aws/generic-client.ts';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { dayMs } from '../../../testing/durations.ts';
import { virtualClock } from '../../clock.ts';
import { driveThrough } from '../../drive.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

interface Group {
  readonly Keys: string[];
  readonly Metrics: Readonly<Record<string, { readonly Amount: string; readonly Unit: string }>>;
}

interface Result {
  readonly TimePeriod: { readonly Start: string; readonly End: string };
  readonly Total: Group['Metrics'];
  readonly Groups: Group[];
  readonly Estimated: boolean;
}

interface OpenOptions {
  readonly accounts?: number;
  readonly pageSize?: number;
  readonly seed?: number;
  readonly at?: string;
}

/** Names of groups and amounts, which is what most tests compare. */
type GroupAmount = readonly [key: string, amount: string | undefined];

const march = { Start: '2026-03-01', End: '2026-04-01' };

function open({ accounts = 0, pageSize = 1_000, seed = 1, at = '2026-04-10' }: OpenOptions = {}) {
  const clock = virtualClock(Date.parse(at));
  const organization = simulateOrganization({ accounts, clock, pageSize, seed, limits: noLimits });
  const clientOf = (principal?: string) => openServiceClient(organization, 'ce', { principal });
  const client = clientOf();
  const ask = (more: ServiceInput = {}, caller = client) =>
    caller.call('GetCostAndUsage', {
      TimePeriod: march,
      Granularity: 'MONTHLY',
      Metrics: ['UnblendedCost'],
      ...more,
    });
  const results = async (more: ServiceInput = {}, caller = client) =>
    (await ask(more, caller)).ResultsByTime as Result[];
  const groups = async (more: ServiceInput = {}, caller = client): Promise<GroupAmount[]> =>
    (await results(more, caller)).flatMap(({ Groups }) =>
      Groups.map(({ Keys, Metrics }) => [Keys.join(' | '), Metrics.UnblendedCost?.Amount] as const),
    );
  const total = async (more: ServiceInput = {}) =>
    (await results(more)).reduce((sum, one) => sum + Number(one.Total.UnblendedCost?.Amount), 0);
  return { organization, clock, client, clientOf, ask, results, groups, total };
}

/** Two members with costs set by hand. */
function openWithTwoAccounts(options: OpenOptions = {}) {
  const opened = open(options);
  const { organization } = opened;
  const { id: payer } = organization.account(organization.managementAccountId);
  const { id: red } = organization.addAccount({ name: 'red', id: '111111111111' });
  const { id: blue } = organization.addAccount({ name: 'blue', id: '222222222222' });
  const s3 = { service: 'Amazon Simple Storage Service', usageType: 'TimedStorage-ByteHrs' };
  organization.setCosts([
    { account: red, day: '2026-03-01', amount: '10.25' },
    { account: red, day: '2026-03-02', amount: '0.0000000001', ...s3 },
    { account: red, day: '2026-03-31', amount: '-4', recordType: 'Credit' },
    { account: blue, day: '2026-03-31', amount: '7', ...s3 },
    { account: payer, day: '2026-03-01', amount: '2', recordType: 'Tax', service: 'Tax' },
  ]);
  return { ...opened, payer, red, blue };
}

const by = (...keys: string[]) => ({
  GroupBy: keys.map((Key) => ({ Type: 'DIMENSION', Key })),
});
const only = (Key: string, ...Values: string[]) => ({ Dimensions: { Key, Values } });

describe('a query', () => {
  test('without groups has one total for each period', async () => {
    const { ask } = openWithTwoAccounts();

    expect(await ask({ Metrics: ['UnblendedCost', 'UsageQuantity'] })).toMatchObject({
      ResultsByTime: [
        {
          TimePeriod: march,
          Total: {
            UnblendedCost: { Amount: '15.2500000001', Unit: 'USD' },
            UsageQuantity: { Amount: '5', Unit: 'N/A' },
          },
          Groups: [],
          Estimated: false,
        },
      ],
      DimensionValueAttributes: [],
    });
  });

  test('of a day has that day, and zero on a day without costs', async () => {
    const { results } = openWithTwoAccounts();
    const days = await results({
      Granularity: 'DAILY',
      TimePeriod: { Start: '2026-03-30', End: '2026-04-01' },
    });

    expect(days.map(({ TimePeriod, Total }) => [TimePeriod.Start, Total.UnblendedCost])).toEqual([
      ['2026-03-30', { Amount: '0', Unit: 'USD' }],
      ['2026-03-31', { Amount: '3', Unit: 'USD' }],
    ]);
  });

  test('can be grouped by two dimensions, and names the accounts', async () => {
    const { ask, groups } = openWithTwoAccounts();
    const GroupBy = by('LINKED_ACCOUNT', 'RECORD_TYPE');
    const { DimensionValueAttributes, GroupDefinitions } = await ask(GroupBy);

    expect(await groups(GroupBy)).toEqual([
      ['111111111111 | Credit', '-4'],
      ['111111111111 | Usage', '10.2500000001'],
      ['222222222222 | Usage', '7'],
      [expect.stringMatching(/^\d{12} \| Tax$/), '2'],
    ]);
    expect(GroupDefinitions).toEqual(GroupBy.GroupBy);
    expect(DimensionValueAttributes).toEqual([
      { Value: '111111111111', Attributes: { description: 'red' } },
      { Value: '222222222222', Attributes: { description: 'blue' } },
      { Value: expect.any(String), Attributes: { description: 'management' } },
    ]);
  });

  test('names what is not usage NoUsageType', async () => {
    const { groups } = openWithTwoAccounts();

    expect(await groups(by('USAGE_TYPE'))).toEqual([
      ['BoxUsage:t3.medium', '10.25'],
      ['NoUsageType', '-2'],
      ['TimedStorage-ByteHrs', '7.0000000001'],
    ]);
  });

  test.for<[string, ServiceInput, string]>([
    ['a dimension', only('SERVICE', 'Tax'), '2'],
    ['Not', { Not: only('RECORD_TYPE', 'Usage') }, '-2'],
    ['Or', { Or: [only('SERVICE', 'Tax'), only('RECORD_TYPE', 'Credit')] }, '-2'],
    [
      'And',
      { And: [only('LINKED_ACCOUNT', '111111111111'), only('RECORD_TYPE', 'Usage')] },
      '10.2500000001',
    ],
    ['an account that does not exist', only('LINKED_ACCOUNT', '999999999999'), '0'],
  ])('can be filtered by %s', async ([, Filter, amount]) => {
    const [result] = await openWithTwoAccounts().results({ Filter });

    expect(result?.Total.UnblendedCost?.Amount).toBe(amount);
  });

  test('is listed page by page; a period with groups on two pages is on both', async () => {
    const { client, ask } = openWithTwoAccounts({ pageSize: 2 });
    const input = {
      TimePeriod: march,
      Granularity: 'MONTHLY',
      Metrics: ['UnblendedCost'],
      ...by('LINKED_ACCOUNT', 'RECORD_TYPE'),
    };
    const pages: unknown[] = [];
    for await (const page of client.pages('GetCostAndUsage', input)) {
      pages.push(
        (page.ResultsByTime as Result[]).map(({ TimePeriod, Groups }) => [
          TimePeriod.Start,
          Groups.length,
        ]),
      );
    }

    expect(pages).toEqual([[['2026-03-01', 2]], [['2026-03-01', 2]]]);
    expect(await errorNameOf(ask({ NextPageToken: 'other' }))).toBe('InvalidNextTokenException');
  });

  test.for<[string, ServiceInput, string]>([
    [
      'Start = End',
      { TimePeriod: { Start: '2026-04-01', End: '2026-04-01' } },
      'Start date (and hour) should be before end date (and hour)',
    ],
    [
      'an end beyond the next month',
      { TimePeriod: { Start: '2026-04-01', End: '2026-05-02' } },
      'end date past the beginning of next month',
    ],
    [
      'a start before the last 14 months',
      { TimePeriod: { Start: '2025-02-28', End: '2026-04-01' } },
      "You haven't enabled historical data beyond 14 months",
    ],
    [
      'a start in the future',
      { TimePeriod: { Start: '2026-04-11', End: '2026-04-12' } },
      'Start date 2026-04-11 is past the current date.',
    ],
    [
      'a day that does not exist',
      { TimePeriod: { Start: '2026-02-30', End: '2026-04-12' } },
      '2026-02-30 is not a valid date: the format is yyyy-MM-dd.',
    ],
    ['three groups', by('SERVICE', 'REGION', 'USAGE_TYPE'), 'GroupBy can have at most two groups.'],
    ['an unknown metric', { Metrics: ['Beers'] }, 'Metric Beers is not valid.'],
    ['an unknown dimension', by('COLOR'), 'Dimension COLOR is not valid.'],
    [
      'two roots in a filter',
      { Filter: { ...only('SERVICE', 'Tax'), Not: only('SERVICE', 'Tax') } },
      'An expression must have exactly one of Or, And, Not, Dimensions and Tags.',
    ],
  ])('with %s is refused', async ([, more, message]) => {
    expect(await refusalOf(open().ask(more))).toEqual({
      name: 'ValidationException',
      message,
      status: 400,
    });
  });

  test.for<[string, ServiceInput]>([
    ['amortized costs', { Metrics: ['AmortizedCost'] }],
    ['hours', { Granularity: 'HOURLY' }],
    ['a dimension that the model does not have', by('INSTANCE_TYPE')],
  ])('for %s is refused by name', async ([, more]) => {
    expect(await errorNameOf(open().ask(more))).toBe('NotImplemented');
  });

  test('needs permission, and can be limited by a fault rule', async () => {
    const { organization, clock, ask, clientOf } = openWithTwoAccounts();
    const reader = organization.addAccount({
      name: 'reader',
      role: { managedPolicies: [] },
    });
    const denied = await errorNameOf(ask({}, clientOf(reader.roleArn)));
    organization.fault({ service: 'ce', fault: { throttle: true } });

    expect(denied).toBe('AccessDeniedException');
    // The client retries it, and waits between its attempts.
    const limited = await driveThrough({ organization, clock }, () => errorNameOf(ask()));
    expect(limited).toBe('LimitExceededException');
  });

  test('of a member covers its own account only, also with a filter for another one', async () => {
    const { groups, clientOf, red, blue } = openWithTwoAccounts();
    const member = clientOf(administratorArn(red));
    const ofOther = { ...by('LINKED_ACCOUNT'), Filter: only('LINKED_ACCOUNT', blue) };

    expect(await groups(by('LINKED_ACCOUNT'), member)).toEqual([[red, '6.2500000001']]);
    expect(await groups(ofOther, member)).toEqual([]);
  });
});

describe('costs from the seed', () => {
  test('are the same for the same seed, and other ones for another', async () => {
    const query = by('LINKED_ACCOUNT', 'SERVICE');
    const [first, again, other] = await Promise.all([
      open({ accounts: 5 }).groups(query),
      open({ accounts: 5 }).groups(query),
      open({ accounts: 5, seed: 2 }).groups(query),
    ]);

    expect(first.length).toBeGreaterThan(20);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('add up: days to months, services to accounts, record types to the total', async () => {
    const { results, total } = open({ accounts: 30 });
    const sumOf = async (more: ServiceInput) =>
      (await results(more))
        .flatMap(({ Groups }) => Groups)
        .reduce((sum, { Metrics }) => sum + Number(Metrics.UnblendedCost?.Amount), 0);
    const whole = await total();

    expect(whole).toBeGreaterThan(100);
    expect(await total({ Granularity: 'DAILY' })).toBeCloseTo(whole, 6);
    expect(await sumOf(by('LINKED_ACCOUNT', 'SERVICE'))).toBeCloseTo(whole, 6);
    expect(await sumOf(by('RECORD_TYPE'))).toBeCloseTo(whole, 6);
  });

  test('have all kinds of records; credits and refunds are negative', async () => {
    const { groups } = open({ accounts: 300 });
    const year = { TimePeriod: { Start: '2025-03-01', End: '2026-04-01' } };
    const sums = new Map<string, number>();
    for (const [type, amount] of await groups({ ...year, ...by('RECORD_TYPE') })) {
      sums.set(type, (sums.get(type) ?? 0) + Number(amount));
    }

    expect([...sums].map(([type, sum]) => [type, Math.sign(sum)]).sort()).toEqual([
      ['Credit', -1],
      ['Other', 1],
      ['Recurring', 1],
      ['Refund', -1],
      ['SavingsPlanCoveredUsage', 1],
      ['SavingsPlanNegation', -1],
      ['SavingsPlanRecurringFee', 1],
      ['Support', 1],
      ['Tax', 1],
      ['Upfront', 1],
      ['Usage', 1],
    ]);
  });

  test('charge support and tax to the payer, on the first day of the month', async () => {
    const { organization, groups } = open({ accounts: 10 });
    const Filter = only('RECORD_TYPE', 'Support', 'Tax');
    const keys = async (period: object, key: string) =>
      (await groups({ Filter, TimePeriod: period, ...by('LINKED_ACCOUNT', key) })).map(([k]) => k);
    const payer = organization.managementAccountId;

    expect(await keys({ Start: '2026-03-01', End: '2026-03-02' }, 'SERVICE')).toEqual([
      `${payer} | AWS Support (Business)`,
      `${payer} | Tax`,
    ]);
    expect(await keys(march, 'USAGE_TYPE')).toEqual([`${payer} | NoUsageType`]);
    expect(await keys({ Start: '2026-03-02', End: '2026-04-01' }, 'SERVICE')).toEqual([]);
  });

  test('begin and end with the account, and stay known after its closing', async () => {
    const { organization, clock, results } = open({ at: '2026-03-10' });
    const { id } = organization.addAccount({ name: 'short' });
    await clock.advance(3 * dayMs);
    organization.setState(id, 'CLOSED');
    await clock.advance(30 * dayMs);
    const days = await results({ Granularity: 'DAILY', Filter: only('LINKED_ACCOUNT', id) });
    const withCosts = days.filter(({ Total }) => Number(Total.UnblendedCost?.Amount) !== 0);

    expect(withCosts.map(({ TimePeriod }) => TimePeriod.Start)).toEqual([
      '2026-03-10',
      '2026-03-11',
      '2026-03-12',
      '2026-03-13',
    ]);
  });

  test('are not known for the future, and estimated until the bill is final', async () => {
    const { results, clock } = open({ accounts: 3, at: '2026-04-01' });
    const period = {
      TimePeriod: { Start: '2026-03-31', End: '2026-04-03' },
      Granularity: 'DAILY',
    };
    const flags = async () =>
      (await results(period)).map(({ Total, Estimated }) => [
        Number(Total.UnblendedCost?.Amount) > 0,
        Estimated,
      ]);
    const atMonthEnd = await flags();
    await clock.advance(5 * dayMs);

    expect(atMonthEnd).toEqual([
      [true, true],
      [false, true],
      [false, true],
    ]);
    expect(await flags()).toEqual([
      [true, false],
      [true, true],
      [true, true],
    ]);
  });

  test('of a day still change some days later, and never after the bill is final', async () => {
    const { total, clock } = open({ accounts: 5, at: '2026-04-01' });
    const lastDay = { TimePeriod: { Start: '2026-03-31', End: '2026-04-01' } };
    const early = await total(lastDay);
    await clock.advance(5 * dayMs);
    const final = await total(lastDay);
    await clock.advance(60 * dayMs);

    expect(early).toBeLessThan(final);
    expect(await total(lastDay)).toBe(final);
  });

  test('are known for accounts that were closed before the simulation began', async () => {
    const { organization, groups } = open({ accounts: 200, at: '2026-01-15' });
    const closed = organization.accounts().filter(({ state }) => state !== 'ACTIVE');
    const found = await groups({
      TimePeriod: { Start: '2024-12-01', End: '2026-01-01' },
      Filter: only('LINKED_ACCOUNT', ...closed.map(({ id }) => id)),
      ...by('LINKED_ACCOUNT'),
    });

    expect(found.length).toBeGreaterThan(0);
  });
});

describe('costs set by hand', () => {
  test('are added to those from the seed', async () => {
    const { organization, total } = open({ accounts: 3 });
    const before = await total();
    const [, account] = organization.accounts();
    organization.addCost({ account: account?.id ?? '', day: '2026-03-05', amount: '1000' });

    expect(await total()).toBeCloseTo(before + 1_000, 6);
  });

  test('can be reported late', async () => {
    const { organization, total, clock } = open({ at: '2026-04-01' });
    const account = organization.managementAccountId;
    organization.setCosts([
      { account, day: '2026-03-31', amount: '5' },
      { account, day: '2026-03-31', amount: '0.5', reportedOn: '2026-04-03' },
    ]);
    const early = await total();
    await clock.advance(2 * dayMs);

    expect([early, await total()]).toEqual([5, 5.5]);
  });

  test.for<[string, ServiceInput, string]>([
    ['account', { account: '999999999999' }, 'an account; "999999999999" is not.'],
    ['day', { day: '2026-02-30' }, 'a day like 2026-01-31; "2026-02-30" is not.'],
    ['amount', { amount: '1e3' }, 'a decimal with at most ten places; "1e3" is not.'],
  ])('need a valid %s', ([member, more, message]) => {
    const { organization } = open();
    const cost = { account: organization.managementAccountId, day: '2026-03-01', amount: '1' };

    expect(() => organization.addCost({ ...cost, ...more })).toThrow(
      `A cost's ${member} is ${message}`,
    );
  });
});

describe('beside the query of costs', () => {
  test('the values of a dimension can be searched', async () => {
    const { client } = openWithTwoAccounts();
    const values = await client.call('GetDimensionValues', {
      TimePeriod: march,
      Dimension: 'LINKED_ACCOUNT',
      SearchString: '1111',
    });

    expect(values).toMatchObject({
      DimensionValues: [{ Value: '111111111111', Attributes: { description: 'red' } }],
      ReturnSize: 1,
      TotalSize: 1,
    });
  });

  test('a forecast continues the mean of the last thirty days', async () => {
    const { organization, client } = open({ at: '2026-04-10' });
    const account = organization.managementAccountId;
    const days = Array.from({ length: 30 }, (_, index) => Date.parse('2026-03-11') + index * dayMs);
    organization.setCosts(
      days.map((at) => ({ account, day: new Date(at).toISOString().slice(0, 10), amount: '2' })),
    );
    const forecast = await client.call('GetCostForecast', {
      TimePeriod: { Start: '2026-04-10', End: '2026-05-01' },
      Metric: 'UNBLENDED_COST',
      Granularity: 'MONTHLY',
    });

    expect(forecast).toMatchObject({
      Total: { Amount: '42', Unit: 'USD' },
      ForecastResultsByTime: [
        { TimePeriod: { Start: '2026-04-10', End: '2026-05-01' }, MeanValue: '42' },
      ],
    });
  });

  test.for<[string, ServiceInput, string]>([
    ['the past', { Start: '2026-04-09', End: '2026-05-01' }, 'ValidationException'],
    ['too few days', { Start: '2026-04-10', End: '2026-05-01' }, 'DataUnavailableException'],
  ])('there is no forecast of %s', async ([, TimePeriod, name]) => {
    const { organization, client } = open();
    organization.setCosts([]);
    const asking = client.call('GetCostForecast', {
      TimePeriod,
      Metric: 'UNBLENDED_COST',
      Granularity: 'MONTHLY',
    });

    expect(await errorNameOf(asking)).toBe(name);
  });

  test('the tags of accounts are dimensions once the payer has activated them', async () => {
    const { organization, client, groups } = open();
    const { id } = organization.addAccount({ name: 'red', tags: { 'cost-center': 'cc-1' } });
    const account = organization.managementAccountId;
    organization.setCosts([
      { account: id, day: '2026-03-01', amount: '3' },
      { account, day: '2026-03-01', amount: '4' },
    ]);
    const TagKey = 'accountTag/cost-center';
    const query = { GroupBy: [{ Type: 'TAG', Key: TagKey }] };
    const before = await groups(query);
    const { Errors } = await client.call('UpdateCostAllocationTagsStatus', {
      CostAllocationTagsStatus: [
        { TagKey, Status: 'Active' },
        { TagKey: 'accountTag/color', Status: 'Active' },
      ],
    });
    const filtered = { ...query, Filter: { Tags: { Key: TagKey, Values: ['cc-1'] } } };

    expect(before).toEqual([['accountTag/cost-center$', '7']]);
    expect(Errors).toMatchObject([{ TagKey: 'accountTag/color' }]);
    expect(await groups(query)).toEqual([
      ['accountTag/cost-center$', '4'],
      ['accountTag/cost-center$cc-1', '3'],
    ]);
    expect(await groups(filtered)).toEqual([['accountTag/cost-center$cc-1', '3']]);
    expect(await client.call('ListCostAllocationTags', { Status: 'Active' })).toMatchObject({
      CostAllocationTags: [{ TagKey, Type: 'UserDefined', Status: 'Active' }],
    });
  });

  test('members have no access to cost allocation tags', async () => {
    const { organization, clientOf } = open();
    const { roleArn } = organization.addAccount({ name: 'red' });

    expect(await refusalOf(clientOf(roleArn).call('ListCostAllocationTags'))).toEqual({
      name: 'AccessDeniedException',
      message:
        "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost allocation tags.",
      status: 400,
    });
  });
});
