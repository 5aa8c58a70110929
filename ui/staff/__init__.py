"""`/redaktion`: everything that the staff do, as server-rendered pages over the command line's own functions.

No page needs script: forms post and come back, a running job's page asks for itself again. `static/staff.js` makes
some of it quicker. Every page and every act checks the role on the server (`desk.py`).
"""

from ui.staff.routes import staff_router

__all__ = ["staff_router"]
