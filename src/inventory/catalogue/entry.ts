/**
 * What inventory can list, as data: one entry per type of resource. Entries are checked against the extracted models
 * when they are built (`models/`), so that at run time nothing is guessed.
 */

/**
 * Where in an answer: member names joined by dots, `[]` behind a member that is a list, each of whose elements is
 * meant: `Reservations[].Instances[]`. The empty path is the thing itself. `@/` at the end takes what stands behind
 * the last `/` of the text: `Id@/` of `/hostedzone/Z1` is `Z1`. Where a map stands, a name is one of its keys.
 */
export type MemberPath = string;

/**
 * A text over `{partition}`, `{region}`, `{account}`, `{Member.Path}` of the listed item (as its details have made it)
 * and `{parent:Path}` of the parent's. What stands in `[` and `]` is left out where something in it is not there.
 */
export type TextTemplate = string;

/**
 * What is sent. Texts are templates. References are resolved at any depth: `from` into the listed item, `parent` into
 * the parent's, `each` into the element that a detail is asked for, `daysAgo` is a time in milliseconds since 1970.
 */
export type Argument =
  | TextTemplate
  | number
  | boolean
  | { readonly from: MemberPath }
  | { readonly parent: MemberPath }
  | { readonly each: MemberPath }
  | { readonly daysAgo: number }
  | readonly Argument[]
  | { readonly [name: string]: Argument };

export type Arguments = Readonly<Record<string, Argument>>;

/**
 * A call per listed item, whose answer becomes part of the resource. Details are asked in their order: later ones may
 * speak of what earlier ones have added. Pages are read to the end and their lists joined.
 */
export interface Detail {
  readonly operation: string;
  readonly input: Arguments;
  /** What is taken of the answer, or of the answer's part of a batch; the empty path takes all of it. */
  readonly take: MemberPath;
  /** The member of the resource that it becomes; the empty name merges it into the resource. */
  readonly as: string;
  /**
   * A list in the resource: the call is made for each of its elements and `as` is a member of the element. Merged into
   * an element that is a text (an id), what is taken replaces the text. Batches are filled from this list.
   */
  readonly each?: MemberPath;
  /** Error codes that mean that there is none: `NoSuchBucketPolicy`. */
  readonly absent?: readonly string[];
  /** One call for many items: the member that takes a list of ids, how many at once, and how answers find their item. */
  readonly batch?: {
    readonly member: string;
    readonly most: number;
    /** Into the item (or the element, with `each`). */
    readonly id: MemberPath;
    readonly items: MemberPath;
    /** Into an element of `items`; empty where `items` is a map by id. */
    readonly match: MemberPath;
  };
  /** Members of the resource that are JSON text (URL-encoded or not) and are stored parsed; other text stays text. */
  readonly json?: readonly MemberPath[];
}

export interface CatalogueEntry {
  /** `ec2_instance`: unique, the name of its view in SQL. */
  readonly key: string;
  /** Name of the extracted model, `ec2`. */
  readonly model: string;
  /** The service as its users and the reference collector name it, `EC2`. */
  readonly service: string;
  /** `instance`. */
  readonly type: string;
  /** A global entry is listed once per account, in the region that stands for the partition. */
  readonly scope: 'global' | 'regional';
  /** A global service that only this region answers: Global Accelerator in `us-west-2`. */
  readonly askIn?: string;
  readonly list: {
    readonly operation: string;
    readonly input?: Arguments;
    /** The call is made once for each of these, added to the input, and the items are joined. */
    readonly variants?: readonly Arguments[];
    /** Asked again and again, some seconds apart and not for ever, until the answer has this value: then the list is there. */
    readonly after?: { readonly operation: string; readonly path: MemberPath; readonly is: string };
    /** Where one token does not tell where the next page begins: members of the input → paths into the answer before. */
    readonly tokens?: Readonly<Record<string, MemberPath>>;
    /** Each item becomes a record; a list of structures, or one structure where there is only one: then it has no `[]`. */
    readonly items: MemberPath;
    /** Items that are texts become objects with this one member: `{ QueueUrl: 'https://…' }`. */
    readonly member?: string;
    /** Members of the structure that the items lie in which they take along: `ReservationId`. */
    readonly carry?: readonly string[];
  };
  /**
   * Where the item's id stands. Empty where there is only one: its id is the type. With braces it is a template, for
   * ids that are unique only below their parent: `{parent:id}/{stageName}`.
   */
  readonly id: MemberPath | TextTemplate;
  readonly arn?: { readonly path: MemberPath } | { readonly template: TextTemplate };
  /** Where a list of `{Key, Value}`, or a map, of tags stands in the finished resource. */
  readonly tags?: MemberPath;
  /** The entry (key) whose items must be listed first, once per item. */
  readonly parent?: string;
  /** Where the item names the region that it lies in: details are asked there (S3's buckets). */
  readonly home?: MemberPath;
  readonly details?: readonly Detail[];
  /** Members of the listed item that are JSON text and are stored parsed. */
  readonly json?: readonly MemberPath[];
  /** Members of the listed item that are CSV (in a blob) and are stored as a list of objects by heading. */
  readonly csv?: readonly MemberPath[];
  /** Error codes of the list call that mean that there is nothing: `NoSuchEntity`. */
  readonly absent?: readonly string[];
  /** Error codes of the list call that mean that this region does not offer such things: `TypeNotFoundException`. */
  readonly unavailable?: readonly string[];
  /** IAM actions that list and details need, `ec2:DescribeInstances`. */
  readonly actions: readonly string[];
  /** Set for the types of the reference collector: what its format wants differently. */
  readonly recon?: {
    readonly service: string;
    readonly type: string;
    /** Region of the record: `global` where the reference lists it in its global phase. */
    readonly scope: 'global' | 'regional';
  };
  /** Managed by AWS and the same in every account: listed once per run. */
  readonly oncePerRun?: boolean;
  /** Set for what is listed through Cloud Control: its items are `{ Identifier, Properties }`. */
  readonly cloudFormation?: {
    /** `AWS::Synthetics::Canary`. */
    readonly type: string;
    /** The entry that lists the same things natively. */
    readonly native?: string;
  };
}
