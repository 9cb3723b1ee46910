"""Sessions, who attends them, when everybody can, and what is booked for them."""
