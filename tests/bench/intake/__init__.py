"""How fast leads are taken in, beside the least that Django REST framework can do."""
