/** Customers, their reviews, the articles of these with their reviews, and so on, from both ends of the graph. */
export const deepQuery = toDeepQuery({ person: 'id username name', article: 'inStock shippingEstimate' });

/** The same without what anonymous callers may not see where the supergraph has rules. */
export const deepQueryOfAnonymous = toDeepQuery({ person: 'id username', article: 'inStock' });

function toDeepQuery({ person, article }: { readonly person: string; readonly article: string }): string {
  return `
    fragment Person on User { ${person} }
    fragment Opinion on Review { id body }
    fragment Article on Product { upc name price weight ${article} }
    fragment Rated on Product {
      reviews {
        ...Opinion
        author {
          ...Person
          reviews { ...Opinion product { ...Article } }
        }
      }
    }
    query Deep {
      users {
        ...Person
        reviews { ...Opinion product { ...Article ...Rated } }
      }
      topProducts { ...Article ...Rated }
    }
  `;
}

/** Rows of one subgraph, without a plan to speak of. */
export const smallQuery = '{ users { id username name } }';

const articleFields = ['name', 'price', 'weight', 'inStock', 'shippingEstimate'];
const personFields = ['username', 'name'];

/** Different operations of much the same size: fields are chosen by the bits of a number. */
export function toOperation(number: number): string {
  const article = choose(articleFields, number);
  const person = choose(personFields, number >> articleFields.length);
  const first = 2 + (number >> (articleFields.length + personFields.length));
  return `query Operation${number} {
    topProducts(first: ${first}) { upc ${article} reviews { id body author { id ${person} } } }
  }`;
}

function choose(fields: readonly string[], bits: number): string {
  return fields.filter((_, index) => (bits >> index) & 1).join(' ');
}

/** The largest answer of a subgraph that the deep query needs. */
export const largestFetch = `
  query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on User {
        reviews {
          id body
          product { upc reviews { id body author { id username reviews { id body product { upc } } } } }
        }
      }
    }
  }
`;
