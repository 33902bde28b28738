/** Customers, their reviews, the articles of these with their reviews, and so on, from both ends of the graph. */
export const deepQuery = `
  fragment Person on User { id username name }
  fragment Opinion on Review { id body }
  fragment Article on Product { upc name price weight inStock shippingEstimate }
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

/** Rows of one subgraph, without a plan to speak of. */
export const smallQuery = '{ users { id username name } }';
