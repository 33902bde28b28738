/** The first query in GraphiQL. It asks for nothing that a role lacks, and shows a larger one as a comment. */
export const playgroundQuery = `# Whoever is signed in may ask this; Ctrl-Enter runs it.
{
  products(first: 5) {
    edges {
      node {
        sku
        name
        unitPrice {
          amount
          currency
        }
      }
    }
  }
}

# With the role BILLING_MANAGER or ADMIN, put this in its place: one query across three services.
# {
#   invoices(first: 10) {
#     edges {
#       node {
#         number
#         total { amount currency }
#         customer { displayName email }
#         lines { product { sku name } }
#       }
#     }
#   }
# }
`;
