"""Recording a concern in a minute, and adding to one."""
