/**
 * The types that an inventory can list, as data: one entry per type of resource. Entries are checked against the
 * extracted models when they are built (`models/`), so that nothing is guessed at run time.
 */

/**
 * Path in a response: member names joined by dots, with `[]` after a list, for each of its elements:
 * `Reservations[].Instances[]`. The empty path is the value itself. `@/` at the end takes the text after the last `/`:
 * `Id@/` of `/hostedzone/Z1` is `Z1`. In a map, a name is one of its keys.
 */
export type MemberPath = string;

/**
 * A text with `{partition}`, `{region}`, `{account}`, `{owner}` (`OwnerId` of the item, or else the account),
 * `{Member.Path}` of the listed item (with its details) and `{parent:Path}` of the parent. A part in `[` and `]` is left
 * out if one of its values is missing.
 */
export type TextTemplate = string;

/**
 * Input of a call. Texts are templates. References are resolved at any depth: `from` into the listed item, `parent`
 * into the parent, `each` into the element that a detail is for. `daysAgo` is a time in milliseconds since 1970.
 */
export type CallArgument =
  | TextTemplate
  | number
  | boolean
  | { readonly from: MemberPath }
  | { readonly parent: MemberPath }
  | { readonly each: MemberPath }
  | { readonly daysAgo: number }
  | readonly CallArgument[]
  | { readonly [name: string]: CallArgument };

/** Input of a call, by member. */
export type CallArguments = Readonly<Record<string, CallArgument>>;

/**
 * A call per listed item, whose response becomes part of the resource. Details are called in order: later ones may
 * refer to members that earlier ones added. All pages are read and their lists joined.
 */
export interface DetailDefinition {
  readonly operation: string;
  readonly input: CallArguments;
  /** Path in the response, or in an item of a batch response; the empty path takes all of it. */
  readonly take: MemberPath;
  /** Member of the resource to store it in; the empty name merges it into the resource. */
  readonly as: string;
  /**
   * A list in the resource: the call is made for each of its elements, and `as` is a member of the element. If an
   * element is a text (an id), merging replaces it. Batches are made from this list.
   */
  readonly each?: MemberPath;
  /** Error codes that mean that there is no value: `NoSuchBucketPolicy`. */
  readonly absent?: readonly string[];
  /**
   * One call for many items: the member for the list of ids, its maximum size, and how results are matched to items.
   */
  readonly batch?: {
    readonly member: string;
    readonly most: number;
    /** Into the item (or the element, with `each`). */
    readonly id: MemberPath;
    readonly items: MemberPath;
    /** Into an element of `items`; empty where `items` is a map by id. */
    readonly match: MemberPath;
  };
  /**
   * Members of the resource that contain JSON text (URL-encoded or not) and are stored parsed; other text stays text.
   */
  readonly json?: readonly MemberPath[];
}

/** A member of a resource that is the id or the ARN of another resource. */
export interface ResourceReference {
  /** Into the finished resource: `SecurityGroups[].GroupId`. */
  readonly path: MemberPath;
  /** `vpc`, `role`, `security_group`. */
  readonly kind: string;
  /** The entry (key) that it refers to. Absent where any ARN may be there. */
  readonly to?: string;
}

/** One type of resource: how it is listed and completed, its id, ARN, tags and parent, and the IAM actions for it. */
export interface CatalogueEntry {
  /** `ec2_instance`: unique, the name of its view in SQL. */
  readonly key: string;
  /** Name of the extracted model, `ec2`. */
  readonly model: string;
  /** The service as its users and the reference collector name it, `EC2`. */
  readonly service: string;
  /** `instance`. */
  readonly type: string;
  /** A global entry is listed once per account, in the global region of the partition. */
  readonly scope: 'global' | 'regional';
  /** A global service with an endpoint in this region only: Global Accelerator in `us-west-2`. */
  readonly askIn?: string;
  readonly list: {
    readonly operation: string;
    readonly input?: CallArguments;
    /** The call is made once for each of these, added to the input, and the items are joined. */
    readonly variants?: readonly CallArguments[];
    /** Polled some seconds apart, and not forever, until the response has this value: then the list is ready. */
    readonly after?: {
      readonly operation: string;
      readonly path: MemberPath;
      readonly is: string;
      /** Error codes, also of the list call, that mean that it is not ready yet. */
      readonly again?: readonly string[];
    };
    /** Where one token does not identify the next page: members of the input → paths into the previous response. */
    readonly tokens?: Readonly<Record<string, MemberPath>>;
    /** Each item becomes a record; a list of structures, or a single structure, whose path has no `[]`. */
    readonly items: MemberPath;
    /** Items that are texts become objects with this one member: `{ QueueUrl: 'https://…' }`. */
    readonly member?: string;
    /** Members of the surrounding structure that are copied into its items: `ReservationId`. */
    readonly carry?: readonly string[];
  };
  /**
   * Path to the item's id. Empty where there is only one: its id is the type. With braces it is a template, for ids
   * that are unique only within their parent: `{parent:id}/{stageName}`.
   */
  readonly id: MemberPath | TextTemplate;
  readonly arn?: { readonly path: MemberPath } | { readonly template: TextTemplate };
  /** Path to a list of `{Key, Value}`, or to a map, of tags in the finished resource. */
  readonly tags?: MemberPath;
  /** The entry (key) whose items must be listed first: this one is listed once for each. */
  readonly parent?: string;
  /** Path to the item's region: details are read there (S3's buckets). */
  readonly home?: MemberPath;
  readonly details?: readonly DetailDefinition[];
  /** Members of the listed item that contain JSON text and are stored parsed. */
  readonly json?: readonly MemberPath[];
  /** Members of the listed item that contain CSV (in a blob) and are stored as a list of objects by heading. */
  readonly csv?: readonly MemberPath[];
  /** Error codes of the list call that mean an empty result: `NoSuchEntity`. */
  readonly absent?: readonly string[];
  /**
   * Error codes of details, and of a listing for a parent, that mean that the resource was deleted since it was listed:
   * there is no record of it, and no gap.
   */
  readonly gone?: readonly string[];
  /** Error codes of the list call that mean that this region does not offer the type: `TypeNotFoundException`. */
  readonly unavailable?: readonly string[];
  /** Members that refer to other resources. */
  readonly references?: readonly ResourceReference[];
  /** IAM actions that list and details need, `ec2:DescribeInstances`. */
  readonly actions: readonly string[];
  /** Set for the types of the reference collector: differences of its format. */
  readonly recon?: {
    readonly service: string;
    readonly type: string;
    /** Region of the record: `global` where the reference lists it in its global phase. */
    readonly scope: 'global' | 'regional';
  };
  /** Managed by AWS and the same in every account: listed once per run. */
  readonly oncePerRun?: boolean;
  /** Set for types that are listed through Cloud Control: their items are `{ Identifier, Properties }`. */
  readonly cloudFormation?: {
    /** `AWS::Synthetics::Canary`. */
    readonly type: string;
    /** The entry that lists the same resources natively. */
    readonly native?: string;
  };
}
