"""What the district offers: the portfolio of 71 applications, and the desks with their queues."""
