/** A subgraph as composing and generating know it. */
export interface Subgraph {
  readonly name: string;
  /** Its default address; the gateway may get another one. */
  readonly url: string;
  /** The folder of its resolvers, from the project's; types are generated into its `generated/`. */
  readonly folder: string;
  /** Types whose resolvers get a model of the subgraph's own instead of the API's shape: `X` gets `XModel`. */
  readonly modelled: readonly string[];
  /** Entities of other subgraphs, of which resolvers know no more than the id: they get `EntityReference`. */
  readonly references?: readonly string[];
  /**
   * True if its process knows nothing of the domain, and imports nothing of this folder: its complete SDL is written beside its
   * types, and its scalars are plain text.
   */
  readonly isGeneral?: boolean;
}

/** The subgraphs of the supergraph. */
export const subgraphs: readonly Subgraph[] = [
  {
    name: 'customer',
    url: 'http://localhost:4001/graphql',
    folder: 'subgraphs/customer',
    modelled: ['Customer', 'CustomerConnection', 'CustomerEdge'],
  },
  {
    name: 'product',
    url: 'http://localhost:4002/graphql',
    folder: 'subgraphs/product',
    modelled: [
      'Product',
      'ProductConnection',
      'ProductEdge',
      'StockMovement',
      'StockMovementConnection',
      'StockMovementEdge',
      'StockReservation',
      'StockReservationLine',
      'StockShortage',
    ],
    references: ['Actor'],
  },
  {
    name: 'billing',
    url: 'http://localhost:4003/graphql',
    folder: 'subgraphs/billing',
    modelled: [
      'Invoice',
      'InvoiceConnection',
      'InvoiceEdge',
      'InvoiceLine',
      'Payment',
      'PaymentConnection',
      'PaymentEdge',
      'InvoiceHistoryEntry',
      'InvoiceHistoryConnection',
      'InvoiceHistoryEdge',
      'InvoiceSummary',
      'SellerDetails',
      'Approval',
      'ApprovalConnection',
      'ApprovalEdge',
      'PortalLink',
      'InvoiceMail',
      'InvoiceMailConnection',
      'InvoiceMailEdge',
      'InvoiceLifecycle',
      'LifecycleEntry',
    ],
    references: ['Customer', 'Product', 'Actor'],
  },
  {
    name: 'workspace',
    url: 'http://localhost:4004/graphql',
    folder: 'subgraphs/workspace',
    modelled: [
      'SavedView',
      'SavedMapping',
      'Preferences',
      'Notice',
      'NoticeConnection',
      'NoticeEdge',
      'NoticeAdded',
    ],
    references: ['Invoice', 'Product', 'ImportJob', 'CustomerRequest'],
  },
  {
    name: 'statistics',
    url: 'http://localhost:4008/graphql',
    folder: 'streams/statistics/subgraph',
    modelled: [],
  },
  {
    name: 'batch',
    url: 'http://localhost:4009/graphql',
    folder: 'batch/api',
    modelled: [
      'ImportJob',
      'ImportCounts',
      'ImportJobConnection',
      'ImportJobEdge',
      'ImportExecution',
      'ImportStep',
      'ImportReject',
      'ImportRejectConnection',
      'ImportRejectEdge',
      'ImportRequest',
      'ImportRequestConnection',
      'ImportRequestEdge',
    ],
  },
  {
    name: 'people',
    url: 'http://localhost:4011/graphql',
    folder: 'subgraphs/people',
    modelled: ['Person', 'PersonConnection', 'PersonEdge', 'Actor', 'ApiClient'],
  },
  {
    name: 'audit',
    url: 'http://localhost:4013/graphql',
    folder: 'subgraphs/audit',
    modelled: [
      'AuditEntry',
      'AuditEntryConnection',
      'AuditEntryEdge',
      'AuditEntryAdded',
      'AuditTrailVerification',
    ],
    references: ['Actor'],
  },
  {
    name: 'crm',
    url: 'http://localhost:4014/graphql',
    folder: 'subgraphs/crm',
    modelled: [
      'CustomerRequest',
      'CustomerRequestConnection',
      'CustomerRequestEdge',
      'RequestHistoryEntry',
      'RequestHistoryConnection',
      'RequestHistoryEdge',
      'CustomerContact',
      'CustomerContactConnection',
      'CustomerContactEdge',
      'ContactVersion',
      'RequestFigures',
      'ContactFigures',
    ],
    references: ['Invoice', 'Customer', 'Actor'],
  },
  {
    name: 'registry',
    url: 'http://localhost:4020/graphql',
    folder: 'registry/subgraph',
    isGeneral: true,
    modelled: [
      ...paged('Graph', 'GraphVariant', 'Launch', 'Subgraph', 'SubgraphInstance', 'SchemaChange'),
      ...paged('SchemaCheck', 'JudgedChange', 'AffectedOperation', 'LintDiagnostic', 'AuthorizationChange'),
      ...paged('SchemaChangeApproval', 'SchemaUsage', 'ClientOperation', 'RegistryKey', 'RegistryAuditEntry'),
      'SubgraphChange',
      'CompositionProblem',
      'RegistryAuthor',
      'CompositionTask',
      'OperationsTask',
      'LintTask',
      'AuthorizationTask',
      'UsageSummary',
    ],
    references: ['Actor'],
  },
];

/** Types that are listed page by page, with those of their pages. */
function paged(...types: readonly string[]): string[] {
  return types.flatMap((type) => [type, `${type}Connection`, `${type}Edge`]);
}
