import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { openServiceClient } from '../../../testing/account-access.ts';
import { failureOf } from '../../../testing/failure-of.ts';
import { type SimulatedOrganization, simulateOrganization } from '../../index.ts';

const region = 'eu-west-1';

function fixture() {
  const organization = simulateOrganization({ pageSize: 2 });
  const accountId = organization.managementAccountId;
  const mail = openServiceClient(organization, 'sesv2', { region });
  return { organization, mail, place: { accountId, region } };
}

const simple = (subject = 'Costs') => ({
  Simple: { Subject: { Data: subject }, Body: { Text: { Data: 'See attachment.' } } },
});

const to = (...ToAddresses: readonly string[]) => ({ ToAddresses });

async function parsedMails(organization: SimulatedOrganization) {
  return Promise.all(
    organization.mail.received().map(async ({ raw, from, recipients }) => {
      const { subject, text, attachments } = await PostalMime.parse(raw);
      return {
        from,
        recipients,
        subject,
        text: text?.trim(),
        attachments: attachments.map(({ filename, content }) => [
          filename,
          new TextDecoder().decode(content as Uint8Array),
        ]),
      };
    }),
  );
}

test('a mail of a verified domain reaches the mailbox, with its attachments', async () => {
  const { organization, mail, place } = fixture();
  organization.mail.verify({ ...place, identity: 'example.com' });
  organization.mail.leaveSandbox(place);

  await mail.call('SendEmail', {
    FromEmailAddress: 'Reports <reports@mail.example.com>',
    Destination: { ...to('a@example.org'), BccAddresses: ['b@example.org'] },
    Content: {
      Simple: {
        ...simple('Coûts').Simple,
        Attachments: [{ FileName: 'août.csv', RawContent: new TextEncoder().encode('a,b') }],
      },
    },
  });

  expect(await parsedMails(organization)).toEqual([
    {
      from: 'reports@mail.example.com',
      recipients: ['a@example.org', 'b@example.org'],
      subject: 'Coûts',
      text: 'See attachment.',
      attachments: [['août.csv', 'a,b']],
    },
  ]);
});

test('the sender and the recipients of a composed message are read from its headers', async () => {
  const { organization, place } = fixture();
  organization.mail.verify({ ...place, identity: 'example.com' });
  organization.mail.leaveSandbox(place);
  const Data = new TextEncoder().encode(
    'From: Reports <reports@example.com>\r\nTo: a@example.org\r\nSubject: Raw\r\n\r\nHello',
  );

  await openServiceClient(organization, 'ses', { region }).call('SendRawEmail', {
    RawMessage: { Data },
  });
  await openServiceClient(organization, 'sesv2', { region }).call('SendEmail', {
    Content: { Raw: { Data } },
  });

  expect(
    organization.mail.received().map(({ from, recipients }) => ({ from, recipients })),
  ).toEqual([
    { from: 'reports@example.com', recipients: ['a@example.org'] },
    { from: 'reports@example.com', recipients: ['a@example.org'] },
  ]);
});

test('in the sandbox, recipients must be verified too', async () => {
  const { organization, mail, place } = fixture();
  organization.mail.verify({ ...place, identity: 'example.com' });
  const send = () =>
    mail.call('SendEmail', {
      FromEmailAddress: 'reports@example.com',
      Destination: to('a@example.org'),
      Content: simple(),
    });

  expect(await failureOf(send)).toEqual([
    'MessageRejected',
    'Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.org',
  ]);
  await mail.call('CreateEmailIdentity', { EmailIdentity: 'a@example.org' });
  const [request] = organization.mail.received();
  organization.mail.confirm(request?.id ?? '');
  await send();

  expect((await parsedMails(organization)).map(({ subject }) => subject)).toEqual([
    'Email address verification request in region eu-west-1',
    'Costs',
  ]);
});

test('the sandbox grants 200 recipients a day', async () => {
  const { organization, mail, place } = fixture();
  organization.mail.verify({ ...place, identity: 'example.com' });
  const send = (count: number) =>
    mail.call('SendEmail', {
      FromEmailAddress: 'reports@example.com',
      Destination: to(...Array.from({ length: count }, (_, index) => `a${index}@example.com`)),
      Content: simple(),
    });
  for (let sent = 0; sent < 200; sent += 50) await send(50);

  const { SendQuota, ProductionAccessEnabled } = await mail.call('GetAccount');

  expect({ SendQuota, ProductionAccessEnabled }).toEqual({
    SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 200 },
    ProductionAccessEnabled: false,
  });
  const single = openServiceClient(organization, 'ses', { region });
  const Data = new TextEncoder().encode('From: a@example.com\r\nTo: b@example.com\r\n\r\nHello');
  expect(await failureOf(() => single.call('SendRawEmail', { RawMessage: { Data } }))).toEqual([
    'Throttling',
    'Daily message quota exceeded.',
  ]);
});

test('what SES does not accept is refused with its errors', async () => {
  const { organization, mail, place } = fixture();
  organization.mail.verify({ ...place, identity: 'example.com' });
  organization.mail.leaveSandbox(place);
  const from = { FromEmailAddress: 'reports@example.com' };
  const attempts = [
    { ...from, Destination: to('nobody'), Content: simple() },
    { ...from, Destination: to(), Content: simple() },
    { ...from, Destination: to(...Array(51).fill('a@example.org')), Content: simple() },
    { ...from, Destination: to('a@example.org'), Content: simple('a\r\nBcc: b@example.org') },
    { ...from, Destination: to('a@example.org'), Content: {} },
    { ...from, Destination: to('a@example.org'), Content: { Template: {} } },
    { FromEmailAddress: 'a@example.net', Destination: to('a@example.org'), Content: simple() },
  ];

  const failures = await Promise.all(
    attempts.map((input) => failureOf(() => mail.call('SendEmail', input))),
  );

  expect(failures).toEqual([
    ['BadRequestException', "Missing final '@domain'"],
    ['BadRequestException', 'Missing required header: To.'],
    ['BadRequestException', 'Recipient count exceeds 50.'],
    ['BadRequestException', 'Subject contains a line break.'],
    ['BadRequestException', 'Content must have Simple, Raw or Template.'],
    ['NotImplemented', 'The simulator does not know templates of SES yet.'],
    [
      'MessageRejected',
      'Email address is not verified. The following identities failed the check in region EU-WEST-1: a@example.net',
    ],
  ]);
  expect(organization.mail.received()).toEqual([]);
});

test('version 1 accepts 10 MB', async () => {
  const { organization, place } = fixture();
  organization.mail.verify({ ...place, identity: 'example.com' });
  const head = 'From: a@example.com\r\nTo: b@example.com\r\n\r\n';
  const Data = new TextEncoder().encode(head.padEnd(10 * 1_048_576 + 1, 'x'));
  const ses = openServiceClient(organization, 'ses', { region });

  expect(await failureOf(() => ses.call('SendRawEmail', { RawMessage: { Data } }))).toEqual([
    'InvalidParameterValue',
    "Message length is more than 10485760 bytes long: '10485761'.",
  ]);
});

test('sending requires the action of its form, on the identity of the sender', async () => {
  const { organization, place } = fixture();
  organization.mail.verify({ ...place, identity: 'example.com' });
  organization.mail.leaveSandbox(place);
  const arn = `arn:aws:ses:${region}:${place.accountId}:identity/example.com`;
  const statement = { Effect: 'Allow', Action: 'ses:SendEmail', Resource: arn };
  const iam = openServiceClient(organization, 'iam');
  await iam.call('CreateUser', { UserName: 'mailer' });
  await iam.call('PutUserPolicy', {
    UserName: 'mailer',
    PolicyName: 'send',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  const principal = `arn:aws:iam::${place.accountId}:user/mailer`;
  const mail = openServiceClient(organization, 'sesv2', { principal, region });
  const Destination = to('a@example.org');
  const send = (from: string, Content: object) =>
    mail.call('SendEmail', { FromEmailAddress: from, Destination, Content });
  const Data = new TextEncoder().encode('From: a@example.com\r\n\r\nHello');

  await send('a@example.com', simple());

  expect(await failureOf(() => send('a@example.com', { Raw: { Data } }))).toEqual([
    'AccessDeniedException',
    expect.stringContaining(`not authorized to perform: ses:SendRawEmail on resource: ${arn}`),
  ]);
  expect(await failureOf(() => send('a@example.net', simple()))).toEqual([
    'AccessDeniedException',
    expect.stringContaining('identity/a@example.net'),
  ]);
});

test('identities are created, listed in pages, read and deleted', async () => {
  const { organization, mail, place } = fixture();
  for (const EmailIdentity of ['example.com', 'example.org', 'a@example.net']) {
    await mail.call('CreateEmailIdentity', { EmailIdentity });
  }
  organization.mail.verify({ ...place, identity: 'example.com' });
  await mail.call('DeleteEmailIdentity', { EmailIdentity: 'example.org' });
  await mail.call('CreateEmailIdentity', { EmailIdentity: 'example.info' });

  const pages: unknown[] = [];
  for await (const { EmailIdentities } of mail.pages('ListEmailIdentities')) {
    pages.push(EmailIdentities);
  }

  const listed = (IdentityName: string, IdentityType: string, isVerified = false) => ({
    IdentityName,
    IdentityType,
    SendingEnabled: isVerified,
    VerificationStatus: isVerified ? 'SUCCESS' : 'PENDING',
  });
  expect(pages).toEqual([
    [listed('example.com', 'DOMAIN', true), listed('a@example.net', 'EMAIL_ADDRESS')],
    [listed('example.info', 'DOMAIN')],
  ]);
  expect(await failureOf(() => mail.call('GetEmailIdentity', { EmailIdentity: 'b.com' }))).toEqual([
    'NotFoundException',
    'Email identity b.com does not exist.',
  ]);
  expect(
    await failureOf(() => mail.call('CreateEmailIdentity', { EmailIdentity: 'example.com' })),
  ).toEqual(['AlreadyExistsException', 'Email identity example.com already exist.']);
});

test('a topic mails its messages once the address has confirmed', async () => {
  const { organization, place } = fixture();
  const sns = openServiceClient(organization, 'sns', { region });
  const { TopicArn } = await sns.call('CreateTopic', { Name: 'SpaDemoExceptions' });
  const subscribed = await sns.call('Subscribe', {
    TopicArn,
    Protocol: 'email',
    Endpoint: 'sre@example.com',
  });
  await idle(organization);
  await sns.call('Publish', { TopicArn, Subject: 'Too early', Message: 'lost' });
  const [request] = organization.mail.received();
  organization.mail.confirm(request?.id ?? '');
  await sns.call('Publish', { TopicArn, Subject: 'Budget alert', Message: 'Over 80%' });
  await idle(organization);

  expect(subscribed.SubscriptionArn).toBe('pending confirmation');
  expect(request?.confirms).toBe(`the subscription of sre@example.com to ${TopicArn}`);
  expect(
    (await parsedMails(organization)).map(({ subject, recipients }) => [subject, recipients]),
  ).toEqual([
    ['AWS Notification - Subscription Confirmation', ['sre@example.com']],
    ['Budget alert', ['sre@example.com']],
  ]);
  expect(organization.mail.received()[1]).toMatchObject({ ...place, sentBy: 'sns' });
});

test('a subscription is confirmed by the token of its mail', async () => {
  const { organization } = fixture();
  const sns = openServiceClient(organization, 'sns', { region });
  const { TopicArn } = await sns.call('CreateTopic', { Name: 'alarms' });
  await sns.call('Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'sre@example.com' });
  await idle(organization);
  const [mail] = await parsedMails(organization);
  const link = /https:\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  const Token = new URL(link).searchParams.get('Token') ?? '';

  expect(await failureOf(() => sns.call('ConfirmSubscription', { TopicArn, Token: 'x' }))).toEqual([
    expect.stringContaining('InvalidParameter'),
    'Invalid parameter: Token',
  ]);
  await sns.call('ConfirmSubscription', { TopicArn, Token });

  const { Attributes } = await sns.call('GetTopicAttributes', { TopicArn });
  expect(Attributes).toMatchObject({ SubscriptionsConfirmed: '1', SubscriptionsPending: '0' });
});

/** Turns of the event loop until all mails are composed. */
async function idle({ running }: SimulatedOrganization): Promise<void> {
  do await new Promise(setImmediate);
  while (running() > 0);
}
