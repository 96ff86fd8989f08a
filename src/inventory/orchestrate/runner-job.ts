/**
 * The Job of one account: three containers of one image, one after the other. `assume` assumes the inventory role and
 * writes its credentials to memory; `inventory` has those and no identity of its own; `upload` may write to the bucket
 * and never sees them. `renew` runs beside them and replaces the credentials before they expire: AWS limits the
 * sessions of role chains to an hour (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html).
 */

import type { JobOwnerReference, PodPlacement } from '../../kubernetes/objects.ts';
import type { Account } from '../../model/account.ts';
import { installation } from '../installation.ts';
import { permanentFailureExitCode } from './exit-codes.ts';
import { jobName, label, labelsOfRun, sidecar } from './names.ts';

export interface RunnerJobSettings {
  readonly runId: string;
  readonly namespace: string;
  /** Of all three containers. */
  readonly image: string;
  readonly imagePullPolicy: string | undefined;
  /** The orchestrator's scheduling constraints, which apply to its runners. */
  readonly placement: PodPlacement;
  /** Deleting it deletes the Jobs. */
  readonly owner: JobOwnerReference;
  /** Options of `assume`, `inventory` and `upload`, except those that derive from the account. */
  readonly assume: readonly string[];
  readonly collect: readonly string[];
  readonly upload: readonly string[];
  /** Seconds that a Job may run, including retries. */
  readonly deadlineSeconds: number;
  /** Retries after a failed attempt. */
  readonly retries: number;
  /** Seconds that Jobs and their logs are kept. */
  readonly keepSeconds: number;
  /** Kubernetes quantities. */
  readonly cpu: string;
  readonly memory: string;
}

const credentials = '/credentials';
const output = '/output';
const scratch = '/scratch';

export function runnerJob(settings: RunnerJobSettings, account: Account, once: boolean) {
  const { runId, namespace, owner, deadlineSeconds, retries, keepSeconds } = settings;
  const labels = {
    ...labelsOfRun(runId),
    [label.account]: account.id,
    ...(once && { [label.once]: 'true' }),
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(runId, account.id),
      namespace,
      labels,
      ownerReferences: [{ ...owner, controller: false, blockOwnerDeletion: false }],
    },
    spec: {
      backoffLimit: retries,
      activeDeadlineSeconds: deadlineSeconds,
      ttlSecondsAfterFinished: keepSeconds,
      podFailurePolicy,
      template: {
        metadata: { labels, annotations: skipping },
        spec: podOf(settings, account, once),
      },
    },
  };
}

/** A node that goes away does not count as a failure; a refused role would be refused again. */
const podFailurePolicy = {
  rules: [
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    { action: 'FailJob', onExitCodes: { operator: 'In', values: [permanentFailureExitCode] } },
  ],
};

/** The webhook of EKS gives the runner's identity to every container that is not listed here. */
const skipping = { 'eks.amazonaws.com/skip-containers': 'inventory' };

function podOf(settings: RunnerJobSettings, account: Account, once: boolean) {
  const assume = [...settings.assume, '--credentials', `${credentials}/aws`];
  const collect = [
    ...settings.collect,
    ...['--run', settings.runId, '--credentials', `${credentials}/aws`, '--out', output],
    ...(account.name === undefined ? [] : [`--account-name=${account.name}`]),
    ...(account.ouPath === undefined ? [] : [`--ou-path=${account.ouPath}`]),
    ...(once ? ['--once-per-run'] : []),
  ];
  const upload = [...settings.upload, '--from', output];
  const step = (name: string, options: readonly string[], mounts: readonly object[]) =>
    container(settings, {
      name,
      args: [name, ...options, '--account', account.id],
      mounts,
      account,
    });
  const writable = { name: 'credentials', mountPath: credentials };
  return {
    ...settings.placement,
    serviceAccountName: installation.runnerAccount,
    // No container calls the API server.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    securityContext: podSecurity,
    initContainers: [
      step('assume', assume, [writable]),
      renewing(settings, {
        name: sidecar,
        args: ['assume', ...assume, '--renew', '--account', account.id],
        mounts: [writable],
        account,
      }),
      step('inventory', collect, [
        { ...writable, readOnly: true },
        { name: 'output', mountPath: output },
      ]),
    ],
    containers: [step('upload', upload, [{ name: 'output', mountPath: output, readOnly: true }])],
    volumes: [
      // In memory: the credentials are on no disk, and deleted with the pod.
      { name: 'credentials', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
      { name: 'output', emptyDir: { sizeLimit: '8Gi' } },
      { name: 'scratch', emptyDir: { sizeLimit: '1Gi' } },
    ],
  };
}

/** A native sidecar (Kubernetes 1.29): it does not keep the pod from ending. */
function renewing(settings: RunnerJobSettings, step: Step) {
  const { cpu, memory } = sidecarSize;
  return { ...container({ ...settings, cpu, memory }, step), restartPolicy: 'Always' };
}

/** It makes a call every 50 minutes. */
const sidecarSize = { cpu: '10m', memory: '192Mi' };

/** The user of the image; the same for all containers, so that they can read each other's private files. */
const podSecurity = {
  runAsNonRoot: true,
  runAsUser: 65532,
  runAsGroup: 65532,
  fsGroup: 65532,
  seccompProfile: { type: 'RuntimeDefault' },
};

const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

const terminationLog = '/dev/termination-log';

interface Step {
  readonly name: string;
  readonly args: readonly string[];
  readonly mounts: readonly object[];
  readonly account: Account;
}

function container(
  { image, imagePullPolicy, cpu, memory }: RunnerJobSettings,
  { name, args, mounts, account }: Step,
) {
  return {
    name,
    image,
    ...(imagePullPolicy !== undefined && { imagePullPolicy }),
    args: ['inventory', 'runner', ...args, '--termination-log', terminationLog],
    env: [
      // The node's own role must not be used.
      { name: 'AWS_EC2_METADATA_DISABLED', value: 'true' },
      // The session name in CloudTrail.
      { name: 'AWS_ROLE_SESSION_NAME', value: `inventory-${account.id}` },
      { name: 'TMPDIR', value: scratch },
    ],
    // Memory is guaranteed by the request; free CPU may be used without limit.
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: containerSecurity,
    terminationMessagePath: terminationLog,
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [...mounts, { name: 'scratch', mountPath: scratch }],
  };
}
