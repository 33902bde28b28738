/** A subgraph as composing and generating know it. */
export interface Subgraph {
  readonly name: string;
  /** Where it listens by default; the gateway may be told otherwise. */
  readonly url: string;
  /** Types whose resolvers get a model of the subgraph's own instead of the API's shape: `X` gets `XModel`. */
  readonly modelled: readonly string[];
}

/** The subgraphs of the supergraph. */
export const subgraphs: readonly Subgraph[] = [
  {
    name: 'customer',
    url: 'http://localhost:4001/graphql',
    modelled: ['Customer', 'CustomerConnection', 'CustomerEdge'],
  },
  {
    name: 'product',
    url: 'http://localhost:4002/graphql',
    modelled: [
      'Product',
      'ProductConnection',
      'ProductEdge',
      'StockMovement',
      'StockMovementConnection',
      'StockMovementEdge',
    ],
  },
  {
    name: 'billing',
    url: 'http://localhost:4003/graphql',
    modelled: ['Invoice', 'InvoiceConnection', 'InvoiceEdge', 'InvoiceLine', 'Customer', 'Product'],
  },
];
